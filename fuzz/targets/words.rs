//! Identifiers, dates, and objects as JSON: what is read is written as it was.
#![no_main]

use bumba_model::{Ark, Date, Object, Years};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(ark) = text.parse::<Ark>() {
        assert_eq!(ark.to_string().parse::<Ark>().as_ref(), Ok(&ark));
        assert_eq!(Ark::from_segment(&ark.segment()).as_ref(), Ok(&ark));
    }
    let _ = Ark::from_segment(text);
    if let Some(years) = Years::of_edtf(text) {
        assert!(years.first <= years.last, "{years:?}");
    }
    let _ = Date::from_cell(text);
    if let Ok(object) = serde_json::from_str::<Object>(text) {
        let written = serde_json::to_string(&object).expect("an object is JSON");
        let again: Object = serde_json::from_str(&written).expect("what was written is read");
        assert_eq!(again, object);
    }
});

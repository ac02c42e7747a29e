//! Rights in words.

use bumba_model::Rights;

use crate::pages::collection::web_address;

/// What a reader is told of rights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RightsView {
    /// The statement or licence, in words; empty where nothing was said.
    pub written: String,
    /// Where it stands whole.
    pub href: Option<String>,
    /// Who holds them.
    pub holder: String,
    /// A note.
    pub note: String,
    /// A community's labels.
    pub labels: Vec<String>,
}

impl RightsView {
    /// Of a record. An address alone is called by its name, where it has one here.
    #[must_use]
    pub fn new(rights: &Rights) -> Self {
        let uri = if rights.uri.is_empty() { &rights.written } else { &rights.uri };
        let said = !rights.written.is_empty() && web_address(&rights.written).is_none();
        Self {
            written: if said { rights.written.clone() } else { name(uri).unwrap_or_else(|| uri.clone()) },
            href: web_address(uri),
            holder: rights.holder.clone(),
            note: rights.note.clone(),
            labels: rights.labels.clone(),
        }
    }
}

/// The name of a Creative Commons licence or of a statement of RightsStatements.org.
fn name(uri: &str) -> Option<String> {
    let rest = uri.trim().strip_prefix("https://").or_else(|| uri.trim().strip_prefix("http://"))?;
    let mut parts = rest.trim_start_matches("www.").split('/').filter(|part| !part.is_empty());
    match (parts.next()?, parts.next()?, parts.next()?, parts.next()) {
        ("creativecommons.org", "publicdomain", "zero", version) => {
            Some(format!("CC0 {}: free for any use", version.unwrap_or("1.0")))
        }
        ("creativecommons.org", "publicdomain", "mark", _) => Some("Public domain".to_owned()),
        ("creativecommons.org", "licenses", kind, version) => Some(
            format!("CC {} {}", kind.to_ascii_uppercase(), version.unwrap_or_default()).trim_end().to_owned(),
        ),
        ("rightsstatements.org", "vocab" | "page", statement, _) => Some(
            match statement {
                "InC" => "In copyright",
                "InC-OW-EU" => "In copyright, an orphan work in the EU",
                "InC-EDU" => "In copyright, educational use permitted",
                "InC-NC" => "In copyright, non-commercial use permitted",
                "InC-RUU" => "In copyright, the holder cannot be found",
                "NoC-CR" => "No copyright, contractual restrictions",
                "NoC-NC" => "No copyright, non-commercial use only",
                "NoC-OKLR" => "No copyright, other legal restrictions",
                "NoC-US" => "No copyright in the United States",
                "CNE" => "Copyright not evaluated",
                "UND" => "Copyright undetermined",
                "NKC" => "No known copyright",
                _ => return None,
            }
            .to_owned(),
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_called_by_its_name_and_never_leads_into_a_script() {
        let of = |written: &str, uri: &str| {
            RightsView::new(&Rights { written: written.into(), uri: uri.into(), ..Rights::default() })
        };
        let zero = "https://creativecommons.org/publicdomain/zero/1.0/";
        assert_eq!(of(zero, "").written, "CC0 1.0: free for any use");
        assert_eq!(of(zero, "").href.as_deref(), Some(zero));
        assert_eq!(of("", "http://creativecommons.org/licenses/by-nc/4.0/").written, "CC BY-NC 4.0");
        assert_eq!(of("", "http://rightsstatements.org/vocab/InC/1.0/").written, "In copyright");
        assert_eq!(of("Ask the family", zero).written, "Ask the family");
        assert_eq!(of("", "javascript:alert(1)").href, None);
        assert_eq!(of("", "").written, "");
    }
}

//! The suite of promises that every catalogue keeps.
//!
//! ```
//! # use bumba_catalogue::{Catalogue, contract::every_promise};
//! # async fn mine_in_a_fresh_place() -> Box<dyn Catalogue> { unimplemented!() }
//! # async fn promises() {
//! every_promise(async || mine_in_a_fresh_place().await).await;
//! # }
//! ```
//!
//! Each promise is tried, whatever became of those before it; at the end those that were not kept are named. It is to run
//! on a runtime of several threads, so that what is done at once is done at once.

#![allow(clippy::unwrap_used, reason = "a promise that is not kept is to panic")]

mod feed;
mod job;
mod lease;
mod list;
mod name;
mod rebuild;
mod record;
mod sample;

use std::{panic::AssertUnwindSafe, time::Duration};

use futures::FutureExt as _;
use tokio::time::timeout;

use crate::Catalogue;

/// What has not come to an end by then goes round a circle, or waits for what never comes.
const PATIENCE: Duration = Duration::from_secs(120);

/// Runs each promise in `$module` on a catalogue of its own; gives the names of those that were not kept.
macro_rules! broken {
    ($make:ident, $($module:ident :: { $($promise:ident,)* })*) => {{
        let mut broken = Vec::new();
        $($(
            let tried = $module::$promise($make().await.into());
            let kept = timeout(PATIENCE, AssertUnwindSafe(tried).catch_unwind()).await;
            if !matches!(kept, Ok(Ok(()))) {
                broken.push(stringify!($promise));
            }
        )*)*
        broken
    }};
}

/// Tries every promise of [`Catalogue`]. `make` gives an empty catalogue each time.
///
/// # Panics
/// After the last promise, where one was not kept; what was wrong is said as it is found.
pub async fn every_promise(make: impl AsyncFn() -> Box<dyn Catalogue>) {
    let broken = broken! { make,
        record::{
            every_sort_is_read_back_as_written_with_what_is_not_understood,
            a_number_is_read_back_to_its_last_digit,
            a_second_put_stands_in_place_of_the_first,
            the_same_put_again_makes_no_entry_and_gives_the_one_there_is,
            whatever_changed_makes_one_entry,
            lines_take_the_place_of_lines_and_stand_in_the_order_of_layer_and_line,
            lines_are_found_by_layer_and_canvas,
            ten_thousand_lines_are_put_and_read_in_parts,
            an_event_is_held_once_and_the_oldest_stands_first,
            a_put_ends_its_job_and_a_refused_one_changes_nothing,
            several_are_given_in_the_order_asked_for,
            what_is_not_there_is_none_and_no_fault,
        }
        name::{
            an_ark_is_resolved_in_any_form_and_a_slip_is_told,
            a_slug_is_resolved,
            merged_authorities_are_followed_and_a_circle_ends,
            a_slug_is_one_objects_alone,
            an_item_is_named_within_what_it_is_part_of,
            a_tables_name_is_one_authoritys_alone,
            authorities_are_named_in_any_script_whatever_case_and_composition,
        }
        list::{
            a_summary_says_what_the_object_says,
            a_list_is_filtered_by_sort_and_place_and_leaves_out_what_was_withdrawn,
            names_stand_in_natural_order,
            the_newest_change_stands_first,
            pages_follow_each_other_without_gap_or_repeat,
            a_list_goes_on_while_things_change,
            what_no_page_gave_begins_anew,
            what_names_an_authority_is_tied_to_it,
            performances_are_found_by_their_items,
            ancestors_go_from_the_nearest_outwards_and_end_at_a_circle,
            counts_are_of_what_is_not_withdrawn,
        }
        feed::{
            the_feed_says_what_happened_in_order,
            the_feed_misses_nothing_under_writers_at_once,
            a_reader_never_sees_a_later_entry_before_an_earlier_one,
            forgotten_records_are_gone_and_numbers_and_jobs_go_on,
        }
        job::{
            the_oldest_job_of_the_kinds_asked_for_is_handed_out,
            the_same_key_is_the_same_job_until_it_ends,
            a_killed_job_is_handed_out_again_and_its_first_worker_has_lost_it,
            who_is_heard_of_keeps_the_job,
            a_failed_job_waits_until_its_time_or_has_failed_for_good,
            a_job_is_handed_to_one_of_many_workers,
        }
        lease::{
            a_lease_excludes_is_renewed_expires_and_is_given_back,
            a_lease_is_one_holders_of_many_at_once,
            a_setting_is_read_back_as_last_written,
        }
        rebuild::{
            all_put_again_in_another_order_is_read_back_the_same,
        }
    };
    assert!(broken.is_empty(), "not kept: {broken:#?}");
}

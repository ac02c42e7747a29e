//! What every engine promises, tried on it.
//!
//! An engine's test calls [`every_promise`] with a way to make a fresh, empty place for an index.

mod archive;
mod finding;
mod keeping;
mod scan;
mod seeing;

use crate::Index;

/// Where an index lives: opened again, it holds what was committed.
pub trait Place {
    /// Opens the index. The one opened before has been dropped.
    fn open(&self) -> Box<dyn Index>;
}

/// Tries every promise of [`Index`], each in a fresh place.
///
/// # Panics
/// Where a promise is broken.
pub fn every_promise(fresh: &dyn Fn() -> Box<dyn Place>) {
    keeping::what_is_applied_is_seen_after_a_commit_alone(&*fresh());
    keeping::an_item_that_comes_again_leaves_nothing_of_the_old_behind(&*fresh());
    keeping::what_is_removed_is_found_no_more(&*fresh());
    keeping::index_and_position_are_those_of_the_last_commit_after_reopening(&*fresh());

    finding::words_of_one_item_may_stand_apart(&*fresh());
    finding::a_phrase_runs_over_a_line_and_is_shown_where_it_begins(&*fresh());
    finding::chinese_is_found_in_either_form_and_over_a_line(&*fresh());
    finding::spellings_that_only_look_different_are_one(&*fresh());
    finding::one_name_of_an_authority_finds_all_of_them(&*fresh());
    finding::an_item_tied_to_an_authority_is_found_by_its_names(&*fresh());
    finding::highlights_are_exact_in_scalar_values(&*fresh());
    finding::a_passage_has_its_place(&*fresh());
    finding::a_line_is_found_however_long_its_stream(&*fresh());
    finding::within_one_item_passages_come_in_reading_order(&*fresh());
    finding::a_match_in_the_title_stands_first_and_is_shown(&*fresh());
    finding::a_fault_in_the_query_says_its_place(&*fresh());
    finding::what_was_understood_is_told(&*fresh());

    seeing::what_is_staffs_is_neither_found_nor_counted_nor_quoted(&*fresh());
    seeing::names_that_are_staffs_find_nothing_for_others(&*fresh());
    seeing::facets_count_the_items_that_match(&*fresh());
    seeing::a_filter_does_not_narrow_its_own_facet(&*fresh());
    seeing::pages_follow_each_other_without_gap_or_repeat(&*fresh());
    seeing::items_can_stand_by_year(&*fresh());

    scan::a_random_query_finds_what_a_plain_scan_finds(fresh);
}

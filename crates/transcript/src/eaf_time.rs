//! When an annotation is: open time slots filled in, references followed, words laid out in their line.

use std::collections::HashMap;

use crate::{fault::Faults, number::seconds};

/// An annotation with its references as numbers.
pub(crate) struct Annotation {
    pub tier: usize,
    pub anchor: Option<Anchor>,
    /// The one before it under the same parent.
    pub previous: Option<usize>,
    /// Whether it shares its parent's span with its siblings.
    pub divides: bool,
}

#[derive(Clone, Copy)]
pub(crate) enum Anchor {
    /// From one time slot to another, by number.
    Slots(usize, usize),
    /// That of another annotation, by number.
    Of(usize),
}

/// The time of each annotation, in the unit of the slots.
///
/// A slot without a value lies evenly between the nearest ones that have one: first along the chain of annotations of
/// its tier where one ends on the slot the next begins on (ELAN's time subdivision), then, for a slot in no such
/// chain, along TIME_ORDER.
pub(crate) fn times(
    mut slots: Vec<Option<f64>>,
    annotations: &[Annotation],
    faults: &mut Faults,
) -> Vec<Option<[f64; 2]>> {
    fill_chains(&mut slots, annotations);
    let order: Vec<usize> = (0..slots.len()).collect();
    fill(&mut slots, &order);
    let shares = shares(annotations);
    let mut times: Vec<Option<[f64; 2]>> = vec![None; annotations.len()];
    let mut state = vec![State::New; annotations.len()];
    for start in 0..annotations.len() {
        // Up to what is known already or stands on slots, then down again. No recursion: chains may be long.
        let mut way = Vec::new();
        let mut at = start;
        let mut found = loop {
            match state[at] {
                State::Done => break times[at],
                State::OnTheWay => {
                    faults.tell("circle", || {
                        format!(
                            "annotation {} of the file refers to itself by others; kept without a time",
                            at + 1
                        )
                    });
                    break None;
                }
                State::New => {}
            }
            state[at] = State::OnTheWay;
            way.push(at);
            match annotations[at].anchor {
                Some(Anchor::Of(parent)) => at = parent,
                Some(Anchor::Slots(begins, ends)) => {
                    break slots[begins].zip(slots[ends]).map(|(begins, ends)| [begins, ends]);
                }
                None => break None,
            }
        };
        while let Some(at) = way.pop() {
            if let (Some([from, to]), Some((nth, of))) = (found, shares[at]) {
                let part = (to - from) / of as f64;
                found = Some([from + part * nth as f64, from + part * (nth + 1) as f64]);
            }
            times[at] = found;
            state[at] = State::Done;
        }
    }
    times
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    OnTheWay,
    Done,
}

/// A time of the file in seconds of the medium. `None`, and told, where it cannot be.
pub(crate) fn in_medium(
    [from, to]: [f64; 2],
    unit: f64,
    origin: f64,
    faults: &mut Faults,
) -> Option<[f64; 2]> {
    let convert = |time: f64| time * unit / 1000.0 + origin;
    let (from, to) = (convert(from), convert(to));
    if to < 0.0 {
        faults.tell("time", || {
            format!("a line from {from} s to {to} s lies before the recording; kept without a time")
        });
        return None;
    }
    let times = seconds(from.max(0.0)).zip(seconds(to));
    let Some((from, to)) = times else {
        faults.tell("time", || format!("a line from {from} s to {to} s cannot be; kept without a time"));
        return None;
    };
    if to < from {
        faults.tell("time-backwards", || {
            format!("a line ends at {to} s, before it begins at {from} s; kept as a moment")
        });
    }
    Some([from, to.max(from)])
}

/// The place of each dividing annotation among its siblings: the nth of so many.
fn shares(annotations: &[Annotation]) -> Vec<Option<(usize, usize)>> {
    let mut families: HashMap<(usize, usize), Vec<usize>> = HashMap::new();
    for (n, annotation) in annotations.iter().enumerate() {
        if let (Some(Anchor::Of(parent)), true) = (annotation.anchor, annotation.divides) {
            families.entry((annotation.tier, parent)).or_default().push(n);
        }
    }
    let mut shares = vec![None; annotations.len()];
    for siblings in families.into_values() {
        for (nth, n) in in_chain(&siblings, annotations).into_iter().enumerate() {
            shares[n] = Some((nth, siblings.len()));
        }
    }
    shares
}

/// Siblings in the order of their references to the one before; those that no chain reaches, last.
fn in_chain(siblings: &[usize], annotations: &[Annotation]) -> Vec<usize> {
    let family: std::collections::HashSet<usize> = siblings.iter().copied().collect();
    let before = |n: usize| annotations[n].previous.filter(|previous| family.contains(previous));
    let mut next: HashMap<usize, Vec<usize>> = HashMap::new();
    for &n in siblings.iter().rev() {
        if let Some(previous) = before(n) {
            next.entry(previous).or_default().push(n);
        }
    }
    let mut order = Vec::with_capacity(siblings.len());
    let mut seen = std::collections::HashSet::new();
    let heads = siblings.iter().copied().filter(|n| before(*n).is_none());
    for head in heads.chain(siblings.iter().copied()) {
        let mut todo = vec![head];
        while let Some(n) = todo.pop() {
            if seen.insert(n) {
                order.push(n);
                todo.extend(next.get(&n).into_iter().flatten());
            }
        }
    }
    order
}

/// Fills open slots along each tier's chains of annotations.
fn fill_chains(slots: &mut [Option<f64>], annotations: &[Annotation]) {
    let mut next: HashMap<(usize, usize), usize> = HashMap::new();
    let mut ends_of: std::collections::HashSet<(usize, usize)> = std::collections::HashSet::new();
    for annotation in annotations {
        if let Some(Anchor::Slots(begins, ends)) = annotation.anchor {
            next.insert((annotation.tier, begins), ends);
            ends_of.insert((annotation.tier, ends));
        }
    }
    let mut heads: Vec<(usize, usize)> =
        next.keys().copied().filter(|head| !ends_of.contains(head)).collect();
    heads.sort_unstable();
    // Each stretch is walked once, however many chains run into it.
    let mut seen: std::collections::HashSet<(usize, usize)> = std::collections::HashSet::new();
    for (tier, head) in heads {
        let mut chain = vec![head];
        while let Some(&ends) = chain.last().and_then(|last| next.get(&(tier, *last))) {
            chain.push(ends);
            if !seen.insert((tier, ends)) {
                break;
            }
        }
        // A run that is open on one side is left to TIME_ORDER.
        let known = |slots: &[Option<f64>], n: &usize| slots[*n].is_some();
        let first = chain.iter().position(|n| known(slots, n));
        let last = chain.iter().rposition(|n| known(slots, n));
        if let (Some(first), Some(last)) = (first, last) {
            fill(slots, &chain[first..=last]);
        }
    }
}

/// Fills open slots evenly between their neighbours in an order; at the ends with the only neighbour's value.
fn fill(slots: &mut [Option<f64>], order: &[usize]) {
    let mut before: Option<f64> = None;
    let mut open = Vec::new();
    for &n in order {
        let Some(value) = slots[n] else {
            open.push(n);
            continue;
        };
        let from = before.unwrap_or(value);
        let step = (value - from).max(0.0) / (open.len() + 1) as f64;
        for (k, n) in (1..).zip(open.drain(..)) {
            slots[n] = Some(from + step * f64::from(k));
        }
        before = Some(value);
    }
    for n in open {
        slots[n] = before;
    }
}

//! What an address asks for, after its `?`.

use std::convert::Infallible;

use axum::{extract::FromRequestParts, http::request::Parts};
use bumba_model::Region;
use percent_encoding::percent_decode_str;

use crate::{address::Place, problem::Problem};

/// The longest query string that is looked at, in bytes.
const LONGEST: usize = 8192;

/// Parameters in the order in which they came; a name may come several times. What is not UTF-8 reads as U+FFFD.
#[derive(Clone, Debug, Default)]
pub struct Params(Vec<(String, String)>);

impl Params {
    /// Reads a query string (`application/x-www-form-urlencoded`).
    #[must_use]
    pub fn read(query: &str) -> Self {
        let plain = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
        let end = query.len().min(LONGEST);
        let query = query.get(..end).unwrap_or_default();
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    (plain(name), plain(value))
                })
                .collect(),
        )
    }

    /// The first value of a name; empty ones count as absent.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(one, value)| one == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A whole number from 1.
    ///
    /// # Errors
    /// 400 where something else is said.
    pub fn number(&self, name: &str) -> Result<Option<u32>, Problem> {
        self.get(name)
            .map(|value| {
                value.trim().parse::<u32>().ok().filter(|n| *n > 0).ok_or_else(|| {
                    Problem::wrong(format!("{name}={value}: a whole number from 1 is meant here."))
                })
            })
            .transpose()
    }

    /// `canvas`, `t`, `xywh`, `q`.
    ///
    /// # Errors
    /// 400 where one of them cannot be read.
    pub fn place(&self) -> Result<Place, Problem> {
        Ok(Place {
            canvas: self.number("canvas")?,
            time: self.get("t").map(time).transpose()?,
            region: self.get("xywh").map(region).transpose()?,
            q: self.get("q").unwrap_or_default().trim().to_owned(),
        })
    }
}

/// Media Fragments 1.0, section 4.2.1: `from`, `from,to`, `,to` in normal play time.
fn time(value: &str) -> Result<(f64, Option<f64>), Problem> {
    let wrong = || {
        Problem::wrong(format!(
            "t={value}: a time is meant here, in seconds: t=12.5 or t=12.5,16 (from, to)."
        ))
    };
    let value_only = value.strip_prefix("npt:").unwrap_or(value);
    let (from, to) = value_only.split_once(',').unwrap_or((value_only, ""));
    let from = if from.is_empty() && !to.is_empty() { 0.0 } else { npt(from).ok_or_else(wrong)? };
    let to = if to.is_empty() { None } else { Some(npt(to).ok_or_else(wrong)?) };
    if to.is_some_and(|to| to <= from) {
        return Err(wrong());
    }
    Ok((from, to))
}

/// `12.5`, `0:12`, `1:02:03.5`.
fn npt(text: &str) -> Option<f64> {
    let parts: Vec<&str> = text.split(':').collect();
    if parts.len() > 3 || !text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b':') {
        return None;
    }
    let mut seconds = 0.0;
    for part in parts {
        seconds = seconds * 60.0 + part.parse::<f64>().ok()?;
    }
    Some(seconds).filter(|seconds| seconds.is_finite() && *seconds < 1e7)
}

/// Media Fragments 1.0, section 4.2.2, in pixels.
fn region(value: &str) -> Result<Region, Problem> {
    let wrong = || {
        Problem::wrong(format!(
            "xywh={value}: a place on the page is meant here, in pixels: xywh=left,top,width,height."
        ))
    };
    let numbers: Vec<u32> = value
        .strip_prefix("pixel:")
        .unwrap_or(value)
        .split(',')
        .map(str::parse)
        .collect::<Result<_, _>>()
        .map_err(|_| wrong())?;
    let four: [u32; 4] = numbers.try_into().map_err(|_| wrong())?;
    let region = Region::from(four);
    if region.w == 0 || region.h == 0 { Err(wrong()) } else { Ok(region) }
}

impl<S: Send + Sync> FromRequestParts<S> for Params {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::read(parts.uri.query().unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn times_and_places_are_read_as_media_fragments_say() {
        let at =
            Params::read("canvas=3&t=npt:1:02.5,70&xywh=pixel:1,2,3,4&q=a+b%20%E5%A4%AA").place().unwrap();
        assert_eq!(at.canvas, Some(3));
        assert_eq!(at.time, Some((62.5, Some(70.0))));
        assert_eq!(at.region, Some(Region { x: 1, y: 2, w: 3, h: 4 }));
        assert_eq!(at.q, "a b 太");
        assert_eq!(Params::read("t=,7").place().unwrap().time, Some((0.0, Some(7.0))));
    }

    #[test]
    fn what_cannot_be_a_place_is_refused() {
        for wrong in [
            "canvas=0",
            "canvas=-1",
            "canvas=x",
            "t=x",
            "t=5,2",
            "t=1:2:3:4",
            "t=nan",
            "t=inf",
            "xywh=1,2,3",
            "xywh=1,2,0,4",
            "xywh=99999999999,1,1,1",
        ] {
            assert!(Params::read(wrong).place().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_query_string_makes_it_panic(query in ".{0,200}") {
            let _ = Params::read(&query).place();
        }
    }
}

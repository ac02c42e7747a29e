//! Durable jobs.

/// A job's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct JobId(pub i64);

/// How a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum JobState {
    /// For a worker.
    Waiting,
    /// Somebody works on it.
    Running,
    /// It was done.
    Done,
    /// It was given up.
    Failed,
}

/// A job that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// What is to be done: `derive`.
    pub kind: String,
    /// What makes it the same job, among those of all kinds: `derive ark:99999/b1x…`.
    pub key: String,
    /// What it needs to know.
    pub payload: serde_json::Value,
}

/// A job.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Job {
    /// Its number.
    pub id: JobId,
    /// What is to be done.
    pub kind: String,
    /// What makes it the same job.
    pub key: String,
    /// What it needs to know.
    pub payload: serde_json::Value,
    /// How it stands.
    pub state: JobState,
    /// How often it was handed out.
    pub tries: u32,
    /// Why it failed the last time.
    pub why: Option<String>,
}

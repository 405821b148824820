//! Whether somebody is there: counted from what they send, never from what they are sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::line::Line;
use super::settings::Limits;
use crate::app::Ending;
use crate::app::happening::Happening;

/// When something last came from a client.
#[derive(Debug)]
pub struct Idle {
    began: Instant,
    /// Milliseconds since then.
    stirred: AtomicU64,
}

impl Default for Idle {
    fn default() -> Self {
        Self {
            began: Instant::now(),
            stirred: AtomicU64::new(0),
        }
    }
}

impl Idle {
    /// Something came.
    pub fn stir(&self) {
        let since = self.began.elapsed().as_millis();
        let since = u64::try_from(since).unwrap_or(u64::MAX);
        self.stirred.store(since, Ordering::Relaxed);
    }

    fn last(&self) -> Instant {
        self.began + Duration::from_millis(self.stirred.load(Ordering::Relaxed))
    }
}

/// Warns a login that nobody is at, ends it later, and ends any that lasts too long. Sleeps until
/// the earliest time at which there can be something to do.
pub async fn watch(idle: Arc<Idle>, line: Arc<Line>, limits: Limits) {
    let end = limits.longest.map(|longest| idle.began + longest);
    let mut warned_at = None;
    loop {
        let last = idle.last();
        let now = Instant::now();
        let warning = limits.idle_warning.map(|after| last + after);
        let close = limits.idle.map(|after| last + after);
        if end.is_some_and(|end| end <= now) {
            return line.tell(Happening::Ended(Ending::TooLong));
        }
        if close.is_some_and(|close| close <= now) {
            return line.tell(Happening::Ended(Ending::Idle));
        }
        let warning = warning.filter(|_| warned_at != Some(last));
        if warning.is_some_and(|warning| warning <= now) {
            warned_at = Some(last);
            let left = close.map_or(Duration::ZERO, |close| close - now);
            line.tell(Happening::Said(format!(
                "Nobody has pressed a key for a while: this login ends in {}. Press any key to stay.",
                in_words(left)
            )));
            continue;
        }
        match [warning, close, end].into_iter().flatten().min() {
            Some(next) => sleep_until(next).await,
            None => return,
        }
    }
}

/// `2 minutes`, `1 hour`, `20 seconds`.
pub fn in_words(time: Duration) -> String {
    let seconds = (time + Duration::from_millis(500)).as_secs();
    let (count, unit) = match seconds {
        0..90 => (seconds, "second"),
        90..5400 => ((seconds + 30) / 60, "minute"),
        _ => ((seconds + 1800) / 3600, "hour"),
    };
    let many = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{many}")
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{self, Receiver};

    use super::*;
    use crate::ssh::line::usable;

    const MINUTE: Duration = Duration::from_secs(60);

    fn watched(limits: Limits) -> (Arc<Idle>, Receiver<Happening>) {
        let (tell, told) = mpsc::channel();
        let line = Line::new(usable(80, 24), tell.into());
        let idle = Arc::new(Idle::default());
        tokio::spawn(watch(Arc::clone(&idle), line, limits));
        (idle, told)
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_is_idle_is_warned_then_ended_and_a_key_starts_anew() {
        let (idle, told) = watched(Limits::public());
        tokio::time::sleep_until(Instant::now() + 13 * MINUTE + MINUTE / 2).await;
        let Ok(Happening::Said(text)) = told.try_recv() else {
            panic!("not warned")
        };
        assert!(text.contains("ends in 2 minutes"), "{text}");
        idle.stir();
        tokio::time::sleep_until(Instant::now() + 12 * MINUTE).await;
        assert!(told.try_recv().is_err(), "the key started the time anew");
        tokio::time::sleep_until(Instant::now() + 2 * MINUTE).await;
        assert!(matches!(told.try_recv(), Ok(Happening::Said(_))));
        tokio::time::sleep_until(Instant::now() + 2 * MINUTE).await;
        assert!(matches!(
            told.try_recv(),
            Ok(Happening::Ended(Ending::Idle))
        ));
    }

    #[tokio::test(start_paused = true)]
    async fn no_login_lasts_longer_than_it_may_however_busy() {
        let (idle, told) = watched(Limits::public());
        for _ in 0..60 {
            tokio::time::sleep_until(Instant::now() + 8 * MINUTE + MINUTE / 60).await;
            idle.stir();
        }
        assert!(matches!(
            told.try_recv(),
            Ok(Happening::Ended(Ending::TooLong))
        ));
    }

    #[tokio::test(start_paused = true)]
    async fn a_lab_has_no_clock() {
        let (_idle, told) = watched(Limits::lab());
        tokio::time::sleep_until(Instant::now() + 10_000 * MINUTE).await;
        assert!(told.recv().is_err(), "the watch has ended");
    }

    #[test]
    fn times_are_said_as_people_say_them() {
        for (seconds, words) in [
            (1, "1 second"),
            (60, "60 seconds"),
            (119, "2 minutes"),
            (900, "15 minutes"),
            (28_800, "8 hours"),
        ] {
            assert_eq!(in_words(Duration::from_secs(seconds)), words);
        }
    }
}

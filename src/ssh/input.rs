//! From a client's bytes to events: never faster than a person or a paste needs, so that a flood by
//! one costs the others nothing. What is not taken yet waits in the network.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::Receiver;
use tokio::time::{Instant, sleep_until, timeout};

use super::idle::Idle;
use super::line::Line;
use super::settings::INPUT_RATE;
use crate::app::happening::Happening;
use crate::terminal::decoder::Decoder;
use crate::terminal::input::Input;

/// Pieces that wait to be decoded; one is at most what SSH takes for a packet, 32 KiB.
pub const WAITING: usize = 8;

/// Decodes what comes in until the client is gone, and tells the login's thread.
pub async fn decode(mut pieces: Receiver<Vec<u8>>, line: Arc<Line>, idle: Arc<Idle>) {
    let mut decoder = Decoder::default();
    let mut bucket = Bucket::full(Instant::now());
    loop {
        let mut events = Vec::new();
        let piece = match decoder.pending_timeout() {
            None => pieces.recv().await,
            Some(gap) => {
                let waited = timeout(gap, pieces.recv()).await;
                waited.unwrap_or_else(|_| {
                    decoder.timeout(&mut events);
                    Some(Vec::new())
                })
            }
        };
        let Some(piece) = piece else {
            return line.tell(Happening::Input(Input::Ended));
        };
        if !piece.is_empty() {
            idle.stir();
        }
        sleep_until(bucket.take(piece.len(), Instant::now())).await;
        decoder.push(&piece, &mut events);
        if !events.is_empty() {
            line.tell(Happening::Input(Input::Events(events)));
        }
        if decoder.take_cut() {
            line.tell(Happening::Input(Input::PasteCut));
        }
    }
}

/// Bytes that may come at once, filled up steadily.
struct Bucket {
    left: f64,
    counted: Instant,
}

impl Bucket {
    const RATE: f64 = INPUT_RATE as f64;
    const MOST: f64 = Self::RATE * 2.0;

    fn full(now: Instant) -> Self {
        Self {
            left: Self::MOST,
            counted: now,
        }
    }

    /// Takes `count` bytes out, and says when they may be used.
    fn take(&mut self, count: usize, now: Instant) -> Instant {
        let passed = now.saturating_duration_since(self.counted).as_secs_f64();
        self.left = (self.left + passed * Self::RATE).min(Self::MOST);
        self.counted = now;
        #[expect(
            clippy::cast_precision_loss,
            reason = "a piece has some thousand bytes"
        )]
        let count = count as f64;
        self.left -= count;
        let missing = (-self.left).max(0.0) / Self::RATE;
        now + Duration::from_secs_f64(missing)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
    use tokio::sync::mpsc::channel;

    use super::*;
    use crate::ssh::line::usable;
    use crate::terminal::decoder::KEY_GAP;

    #[test]
    fn a_burst_passes_at_once_and_a_flood_at_its_rate() {
        let start = Instant::now();
        let mut bucket = Bucket::full(start);
        let rate = INPUT_RATE as usize;
        assert_eq!(bucket.take(2 * rate, start), start);
        let second = start + Duration::from_secs(1);
        assert_eq!(bucket.take(rate, start), second);
        assert_eq!(bucket.take(rate, second), second + Duration::from_secs(1));
        let later = start + Duration::from_secs(100);
        assert_eq!(bucket.take(100, later), later);
    }

    #[tokio::test(start_paused = true)]
    async fn keys_are_decoded_however_they_are_cut_and_escape_by_its_silence() {
        let (tell, told) = mpsc::channel();
        let line = Line::new(usable(80, 24), tell.into());
        let idle = Arc::new(Idle::default());
        let (sender, pieces) = channel(WAITING);
        let decoding = tokio::spawn(decode(pieces, line, idle));
        for piece in [&b"\x1b"[..], b"[", b"A", b"\x1b"] {
            sender.send(piece.to_vec()).await.unwrap();
        }
        sleep_until(Instant::now() + KEY_GAP * 2).await;
        drop(sender);
        decoding.await.unwrap();
        let (mut events, mut ended) = (Vec::new(), false);
        for happening in told.try_iter() {
            match happening {
                Happening::Input(Input::Events(some)) => events.extend(some),
                Happening::Input(Input::Ended) => ended = true,
                _ => panic!("something else happened"),
            }
        }
        assert!(ended, "the end of input is not told");
        let key = |code| Event::Key(KeyEvent::new(code, KeyModifiers::NONE));
        assert_eq!(events, [key(KeyCode::Up), key(KeyCode::Esc)]);
    }
}

//! Timing two things in turns, and the table that comes of it.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// So many rounds at least; medians of fewer say little.
const ROUNDS: usize = 7;
/// No comparison goes on for longer once it has its rounds: beside busy neighbours a sync can take
/// milliseconds.
const LIMIT: Duration = Duration::from_millis(1500);

/// One row: what is compared, the goal, what was measured.
pub struct Row {
    pub what: String,
    pub goal: &'static str,
    pub measured: String,
    pub held: bool,
}

/// The rows so far.
#[derive(Default)]
pub struct Table(Vec<Row>);

impl Table {
    /// Prints the heading.
    pub fn new() -> Self {
        println!("{:<64} {:>12}  measured", "", "goal");
        Self::default()
    }

    /// Adds a row and prints it.
    pub fn row(
        &mut self,
        what: impl Into<String>,
        goal: &'static str,
        measured: String,
        held: bool,
    ) {
        let what = what.into();
        let sign = if held { ' ' } else { '!' };
        println!("{what:<64} {goal:>12} {sign}{measured}");
        self.0.push(Row {
            what,
            goal,
            measured,
            held,
        });
    }

    /// A ratio, and the two times that it is of.
    pub fn ratio(
        &mut self,
        what: impl Into<String>,
        most: f64,
        goal: &'static str,
        [ours, floor]: [Duration; 2],
    ) {
        let ratio = ours.as_secs_f64() / floor.as_secs_f64();
        let measured = format!("{ratio:.3}  ({} / {})", show(ours), show(floor));
        self.row(what, goal, measured, ratio <= most);
    }

    /// A time.
    pub fn time(
        &mut self,
        what: impl Into<String>,
        most: Duration,
        goal: &'static str,
        time: Duration,
    ) {
        self.row(what, goal, show(time), time <= most);
    }

    /// Whether every goal was reached; says which were not.
    pub fn end(self) -> bool {
        let missed: Vec<_> = self.0.iter().filter(|row| !row.held).collect();
        println!("\n{} rows, {} goals missed", self.0.len(), missed.len());
        for row in &missed {
            println!("  {}: {} is not {}", row.what, row.measured, row.goal);
        }
        missed.is_empty()
    }
}

/// Runs both in turns, so that both meet the same disk and the same neighbours; the medians of
/// what each says it took.
pub fn turns(
    mut ours: impl FnMut(usize) -> Duration,
    mut floor: impl FnMut(usize) -> Duration,
) -> [Duration; 2] {
    let mut times = [Vec::new(), Vec::new()];
    let start = Instant::now();
    for round in 0..400 {
        if round >= ROUNDS && start.elapsed() > LIMIT {
            break;
        }
        times[0].push(ours(round));
        times[1].push(floor(round));
    }
    times.map(median)
}

/// The median of what `work` says that it took.
pub fn alone(mut work: impl FnMut(usize) -> Duration) -> Duration {
    median((0..ROUNDS).map(&mut work).collect())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// How long `work` takes.
pub fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    // What it gives is dropped behind the clock.
    let given = work();
    let time = start.elapsed();
    drop(given);
    settle();
    time
}

/// Lets the allocator tidy up what was dropped. It would do so at the next large request: on the
/// clock of whoever comes next.
fn settle() {
    drop(black_box(Vec::<u8>::with_capacity(100_000)));
}

pub fn show(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1000.0;
    match ms {
        ms if ms < 10.0 => format!("{ms:.3} ms"),
        ms if ms < 1000.0 => format!("{ms:.1} ms"),
        ms => format!("{:.2} s", ms / 1000.0),
    }
}

//! What is seen, line by line, with the seconds since the start.

use std::time::Instant;

/// The transcript, on the terminal.
pub struct Transcript {
    start: Instant,
}

impl Transcript {
    /// Starts the clock.
    pub fn start() -> Self {
        Self { start: Instant::now() }
    }

    /// One line.
    pub fn say(&self, line: &str) {
        let tenths = self.start.elapsed().as_millis() / 100;
        println!("[{:>4}.{} s] {line}", tenths / 10, tenths % 10);
    }
}

//! A decision in the making: events, and the process as they leave it.

use kernel::aggregate::Meta;
use kernel::{Aggregate, Context};

use super::{Case, Process, ProcessEvent};

/// Events so far, and the state after them. What cannot follow is found by the pipeline, which
/// folds every decision before it is written.
pub(super) struct Draft {
    pub(super) process: Option<Process>,
    pub(super) events: Vec<ProcessEvent>,
    meta: Meta,
}

impl Draft {
    pub(super) fn of(process: Option<&Process>, context: &Context, command: &str) -> Self {
        Self { process: process.cloned(), events: Vec::new(), meta: context.meta(command) }
    }

    pub(super) fn push(&mut self, event: ProcessEvent) {
        if let Ok(after) = Process::apply(self.process.clone(), &event, &self.meta) {
            self.process = Some(after);
        }
        self.events.push(event);
    }

    pub(super) fn case(&self) -> Option<&Case> {
        self.process.as_ref()?.case.as_deref()
    }
}

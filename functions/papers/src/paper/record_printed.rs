//! Records that a paper is typeset and kept.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Paper, PaperEvent, PaperRefusal, Printed};
use crate::PaperId;

/// Records that a paper is typeset and kept. A later answer to an earlier attempt changes
/// nothing: the same paper was kept under the same key.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordPaperPrinted {
    /// Which paper.
    pub paper_id: PaperId,
    /// What was printed.
    pub printed: Printed,
}

impl Command for RecordPaperPrinted {
    type Aggregate = Paper;
    type Refusal = PaperRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "papers.record-paper-printed",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records that a paper is typeset and kept.",
    };

    fn target(&self, _: &Context) -> PaperId {
        self.paper_id
    }

    fn decide(&self, paper: Option<&Paper>, _: &Facts, _: &Context) -> Result<Decision<Paper>, PaperRefusal> {
        let paper = paper.ok_or(PaperRefusal::NotFound)?;
        if paper.printed().is_some() {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of([PaperEvent::Printed(self.printed.clone())]))
    }

    fn example() -> Self {
        Self { paper_id: crate::samples::paper_id(), printed: crate::samples::print() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::samples;

    #[test]
    fn a_paper_is_printed_once() {
        let record = RecordPaperPrinted::example;
        given::<Paper>([samples::requested()]).when(record()).then([samples::printed()]);
        given::<Paper>([samples::requested(), samples::failed()]).when(record()).then([samples::printed()]);
        given::<Paper>([samples::requested(), samples::printed()]).when(record()).then([]);
        nothing::<Paper>().when(record()).refused(PaperRefusal::NotFound);
    }
}

//! Asks for a paper.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Language, Line, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Paper, PaperEvent, PaperRefusal, Requested};
use crate::PaperId;
use crate::model::{Form, Model};

/// Asks for a paper that another context wants.
///
/// The id is derived from the event in which the context said so; however often that is
/// delivered, there is one paper.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestPaper {
    /// Derived from the event.
    pub paper_id: PaperId,
    /// The document of the other context, by its printed id.
    pub source: Line,
    /// Which form.
    pub form: Form,
    /// Of the form's own words.
    #[schemars(with = "String")]
    pub language: Language,
    /// Under which name it is saved.
    pub file_name: Line,
    /// What stands on it.
    pub model: Box<Model>,
}

impl Command for RequestPaper {
    type Aggregate = Paper;
    type Refusal = PaperRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "papers.request-paper",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Asks for a paper that another context wants.",
    };

    fn target(&self, _: &Context) -> PaperId {
        self.paper_id
    }

    fn decide(&self, paper: Option<&Paper>, _: &Facts, _: &Context) -> Result<Decision<Paper>, PaperRefusal> {
        if paper.is_some() {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of([PaperEvent::Requested(Requested {
            paper_id: self.paper_id,
            source: self.source.clone(),
            form: self.form,
            language: self.language,
            file_name: self.file_name.clone(),
            model: self.model.clone(),
        })]))
    }

    fn example() -> Self {
        let Requested { paper_id, source, form, language, file_name, model } = crate::samples::wanted();
        Self { paper_id, source, form, language, file_name, model }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::samples;

    #[test]
    fn an_event_that_is_delivered_twice_makes_one_paper() {
        nothing::<Paper>().when(RequestPaper::example()).then([samples::requested()]);
        given::<Paper>([samples::requested()]).when(RequestPaper::example()).then([]);
        given::<Paper>([samples::requested(), samples::printed()]).when(RequestPaper::example()).then([]);
    }
}

//! Shows one paper, with where to fetch it.

use kernel::{Answer, Command, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::PaperId;
use crate::paper::retry::RetryPaper;
use crate::paper::{Paper, PaperRefusal, Printed};
use crate::views::paper_list::PaperListItem;

/// How a file name ends.
const ENDING: &str = ".pdf";

/// Shows one paper as it is now, with where to fetch it once it is printed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetPaper {
    /// Which paper.
    pub paper_id: PaperId,
}

/// One paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PaperPage {
    /// As a list shows it.
    #[serde(flatten)]
    pub paper: PaperListItem,
    /// Where a browser fetches it, for a few minutes; absent until it is printed.
    pub download_url: Option<String>,
    /// Hexadecimal SHA-256 of the file, once it is printed.
    pub sha256: Option<String>,
    /// What the caller may do now, by command name.
    pub actions: Vec<String>,
}

fn download(paper: &Paper) -> Option<Want> {
    let Printed { key, .. } = paper.printed()?;
    let name = paper.file_name.as_str();
    let file_name = if name.ends_with(ENDING) { name.to_owned() } else { format!("{name}{ENDING}") };
    Some(Want::DownloadUrl { key: key.clone(), file_name })
}

impl Query for GetPaper {
    type Answer = PaperPage;
    type Refusal = PaperRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "papers.get-paper",
        route: Route::get("/papers/{paper_id}"),
        roles: Role::FOR_PEOPLE,
        summary: "Shows one paper, with where to fetch it.",
    };

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        let paper = facts.aggregate::<Paper>(self.paper_id);
        let download = paper.and_then(|loaded| download(&loaded.state));
        std::iter::once(Want::aggregate::<Paper>(self.paper_id)).chain(download).collect()
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<PaperPage>, PaperRefusal> {
        let loaded = facts.aggregate::<Paper>(self.paper_id).ok_or(PaperRefusal::NotFound)?;
        let paper = &loaded.state;
        let may_retry = RetryPaper::check(paper, context).is_ok() && context.actor.has_any(RetryPaper::SPEC.roles);
        let page = PaperPage {
            paper: PaperListItem::of(paper),
            download_url: download(paper).and_then(|want| facts.url(&want).map(str::to_owned)),
            sha256: paper.printed().map(|printed| printed.sha256.clone()),
            actions: may_retry.then(|| RetryPaper::SPEC.name.to_owned()).into_iter().collect(),
        };
        Ok(Answer::at(loaded.version, page))
    }
}

#[cfg(test)]
mod tests {
    use kernel::aggregate::Commit;
    use kernel::{Event, History};
    use testkit::context;

    use super::*;
    use crate::paper::PaperEvent;
    use crate::samples;

    fn ask(events: &[PaperEvent]) -> Result<PaperPage, PaperRefusal> {
        let (context, query, mut facts) = (context(), GetPaper { paper_id: samples::paper_id() }, Facts::default());
        let events: Vec<_> = events.iter().map(|event| event.write().unwrap()).collect();
        let commit = Commit { version: 1, meta: context.meta("test"), key: None, events };
        let commits = if commit.events.is_empty() { Vec::new() } else { vec![commit] };
        for _ in 0..2 {
            for want in query.wants(&facts, &context) {
                match &want {
                    Want::Aggregate { .. } => {
                        facts.put_aggregate(&want, &History { snapshot: None, commits: commits.clone() }).unwrap();
                    }
                    Want::DownloadUrl { key, file_name } => facts.put_url(&want, format!("https://s3/{key}?as={file_name}")),
                    Want::Guard { .. }
                    | Want::Rows(_)
                    | Want::Document { .. }
                    | Want::Content { .. }
                    | Want::SubjectKey { .. }
                    | Want::UploadUrl { .. } => panic!("{}", want.key()),
                }
            }
        }
        query.answer(&facts, &context).map(|answer| answer.body)
    }

    #[test]
    fn a_printed_paper_can_be_fetched_under_its_name() {
        let page = ask(&[samples::requested(), samples::printed()]).unwrap();
        let url = page.download_url.unwrap();
        assert!(url.contains(&samples::print().key) && url.ends_with(".pdf"), "{url}");
        assert_eq!((page.sha256, page.actions.len()), (Some(samples::print().sha256), 0));
    }

    #[test]
    fn a_paper_that_failed_can_be_tried_again() {
        assert_eq!(ask(&[samples::requested()]).unwrap().actions, Vec::<String>::new());
        let page = ask(&[samples::requested(), samples::failed()]).unwrap();
        assert_eq!((page.download_url, page.actions), (None, vec!["papers.retry-paper".to_owned()]));
        assert_eq!(ask(&[]).unwrap_err(), PaperRefusal::NotFound);
    }
}

//! Lists declarations.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{LOOKERS, ListPage};
use crate::code::OfficeCode;
use crate::declaration::DeclarationRefusal;
use crate::declaration::status::Status;
use crate::views::declaration_list::{self, DeclarationItem};

/// Lists declarations, the newest first, that fit every filter. One of the filters finds the rows
/// and the others leave rows out, so that a page may be shorter than its limit and have a next one.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListDeclarations {
    /// The beginning of a word of the name, of the number at customs, or of the shipment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 100))]
    pub text: Option<String>,
    /// Which list; those in work when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<Which>,
    /// Only this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Only this office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<OfficeCode>,
    /// At most so many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Which {
    /// What is not put away.
    Work,
    /// What somebody must look at.
    Attention,
    /// What was put away.
    Archive,
}

impl ListDeclarations {
    fn rows(&self) -> RowQuery {
        let typed = self.text.as_deref().and_then(declaration_list::with_word);
        let rows = typed.unwrap_or_else(|| match (self.list, self.status, &self.office) {
            (Some(Which::Attention), _, _) => declaration_list::needing_attention(),
            (Some(Which::Archive), _, _) => declaration_list::archived(),
            (Some(Which::Work) | None, Some(status), _) => declaration_list::of_status(status),
            (Some(Which::Work) | None, None, Some(office)) => declaration_list::of_office(office),
            (Some(Which::Work) | None, None, None) => declaration_list::in_work(),
        });
        rows.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }

    /// Whether a declaration fits what did not find it.
    fn fits(&self, item: &DeclarationItem) -> bool {
        let listed = match self.list {
            None => true,
            Some(Which::Work) => !item.archived,
            Some(Which::Attention) => item.needs_attention && !item.archived,
            Some(Which::Archive) => item.archived,
        };
        listed && self.status.is_none_or(|status| item.status == status) && self.office.as_ref().is_none_or(|office| item.office == *office)
    }

    fn is_typed(&self) -> bool {
        self.text.as_deref().and_then(declaration_list::with_word).is_some()
    }
}

impl Query for ListDeclarations {
    type Answer = ListPage<DeclarationItem>;
    type Refusal = DeclarationRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.list-declarations",
        route: Route::get("/customs/declarations"),
        roles: LOOKERS,
        summary: "Lists declarations.",
    };

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        let rows = self.rows();
        let found = if self.is_typed() { declaration_list::listed(facts.rows(&rows)) } else { Vec::new() };
        std::iter::once(Want::Rows(rows)).chain(found.into_iter().map(Want::Rows)).collect()
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, DeclarationRefusal> {
        let page = facts.page(&self.rows());
        if !self.is_typed() {
            let mut page = ListPage::read(page);
            page.items.retain(|item| self.fits(item));
            return Ok(Answer::of(page));
        }
        let found = declaration_list::listed(page.map(|page| page.rows.as_slice()).unwrap_or_default());
        let items = found.iter().flat_map(|query| facts.rows(query)).filter_map(|row| serde_json::from_value(row.data.clone()).ok());
        let items = items.filter(|item| self.fits(item));
        Ok(Answer::of(ListPage { items: items.collect(), next_cursor: page.and_then(|page| page.next_cursor.clone()) }))
    }
}

//! Counterparties and docflows.

use customs::code::DocflowId;
use customs::outside::kontur::docflow::{DocflowCopy, DocflowQuery, DocflowSearch, Marks, Message, NewDocflow, SEARCH_TAKE_MAX, TAKE_MAX};
use customs::outside::kontur::organization::Organization;
use customs::outside::kontur::vendor::{RejectedRow, Rows};
use customs::outside::kontur::{Answer, code, operation};
use kernel::identifier::Inn;
use kernel::reaction::OutsideError;
use serde_json::Value;

use super::{Session, json};
use crate::body;
use crate::content::Kind;
use crate::exchange::Parts;
use crate::failure::{refused, unreadable};
use crate::rows::{self, Fields};

/// The address of a docflow.
pub(super) fn of(docflow: DocflowId) -> Parts {
    Parts::default().at("docflowId", docflow)
}

impl Session<'_> {
    pub(super) async fn save_organization(&self, organization: &Organization) -> Result<Answer, OutsideError> {
        let saved = self.one(operation::SAVE_ORGANIZATION, json(&body::organization(organization)), rows::organization).await?;
        Ok(Answer::SaveOrganization { organization: Box::new(saved) })
    }

    pub(super) async fn organization_by_inn(&self, inn: &Inn) -> Result<Answer, OutsideError> {
        let asked = Parts::default().with("inn", inn);
        let found = self.one(operation::ORGANIZATION_BY_INN, asked, rows::organization).await?;
        Ok(Answer::OrganizationByInn { organization: Box::new(found) })
    }

    pub(super) async fn docflows(&self, query: &DocflowQuery) -> Result<Answer, OutsideError> {
        if !(1..=TAKE_MAX).contains(&query.take) {
            return Err(refused("take", &format!("1 to {TAKE_MAX} docflows at once")));
        }
        let unit = self.settings.changed_unit;
        let asked = Parts::default()
            .with("take", query.take)
            .perhaps("changedFrom", query.changed_from.map(|moment| unit.count(moment)))
            .perhaps("changedTo", query.changed_to.map(|moment| unit.count(moment)))
            .perhaps("status", query.status);
        let docflows = self.list(operation::DOCFLOWS, asked, rows::docflow).await?;
        let complete = is_complete(&docflows, query.take);
        Ok(Answer::Docflows { docflows, complete })
    }

    pub(super) async fn create_docflow(&self, new: &NewDocflow) -> Result<Answer, OutsideError> {
        // What else it says is listed later; an answer that says no more than this was made all the same.
        let made = self.one(operation::CREATE_DOCFLOW, json(&body::new_docflow(new)?), rows::docflow_id).await?;
        Ok(Answer::CreateDocflow { docflow: made })
    }

    pub(super) async fn copy_docflow(&self, copy: &DocflowCopy) -> Result<Answer, OutsideError> {
        let made = self.one(operation::COPY_DOCFLOW, json(&body::copy(copy)?), rows::docflow).await?;
        Ok(Answer::CopyDocflow { docflow: Box::new(made) })
    }

    /// A search decides whether something is made again: what is no list is not taken for an empty one.
    pub(super) async fn search(&self, search: &DocflowSearch) -> Result<Answer, OutsideError> {
        let take = search.take.unwrap_or(SEARCH_TAKE_MAX);
        if !(1..=TAKE_MAX).contains(&take) {
            return Err(refused("take", &format!("1 to {TAKE_MAX} docflows at once")));
        }
        let asked = json(&body::search(search)).with("take", take).with("skip", search.skip);
        let docflows = self.list(operation::SEARCH_DOCFLOWS, asked, rows::docflow).await?;
        let complete = is_complete(&docflows, take);
        Ok(Answer::SearchDocflows { docflows, complete })
    }

    pub(super) async fn marks(&self, docflow: DocflowId) -> Result<Answer, OutsideError> {
        let answered = match self.exchange.send(operation::MARKS, of(docflow)).await {
            // That is how the vendor says that there are none yet.
            Err(error) if error.code == code::NOT_FOUND => return Ok(Answer::Marks { marks: None }),
            answered => answered?,
        };
        let bytes = answered.body.as_bytes();
        let marks: Value = serde_json::from_slice(bytes).map_err(|_| unreadable(operation::MARKS, "not JSON"))?;
        let content = self.shelf.keep(Kind::Json, bytes.to_vec()).await?;
        Ok(Answer::Marks { marks: Some(Marks { content, rows: rows::marks(&marks) }) })
    }

    pub(super) async fn messages(&self, docflow: DocflowId) -> Result<Answer, OutsideError> {
        let value = self.value(operation::MESSAGES, of(docflow)).await?;
        let listed = value.as_array().ok_or_else(|| unreadable(operation::MESSAGES, "not a list"))?;
        let mut messages = Rows { rows: Vec::new(), rejected: Vec::new() };
        for (number, row) in (1_u32..).zip(listed) {
            match Fields::of(row, self.settings.offset_minutes) {
                Ok(fields) => messages.rows.push(self.message(&fields).await?),
                Err(problem) => messages.rejected.push(RejectedRow { row: number, id: None, name: None, problem }),
            }
        }
        Ok(Answer::Messages { messages })
    }

    async fn message(&self, row: &Fields<'_>) -> Result<Message, OutsideError> {
        let envelope = match row.raw("envelope") {
            Some(text) => {
                let kind = if text.trim_start().starts_with('<') { Kind::Xml } else { Kind::Text };
                Some(self.shelf.keep(kind, text.as_bytes().to_vec()).await?)
            }
            None => None,
        };
        Ok(Message {
            envelope_id: row.text("envelopeId"),
            processed_at: row.moment("processingDateTime"),
            prepared_at: row.moment("preparationDateTime"),
            message_type: row.text("messageType"),
            description: row.text("messageDescription"),
            envelope,
        })
    }

    pub(super) async fn set_opened(&self, docflow: DocflowId) -> Result<Answer, OutsideError> {
        let answered = self.value(operation::SET_OPENED, of(docflow)).await?;
        let opened = answered.as_bool().ok_or_else(|| unreadable(operation::SET_OPENED, "neither yes nor no"))?;
        Ok(Answer::SetOpened { opened })
    }
}

/// A list that is shorter than it might be has everything.
fn is_complete<T>(rows: &Rows<T>, take: u32) -> bool {
    let count = rows.rows.len().saturating_add(rows.rejected.len());
    u32::try_from(count).is_ok_and(|count| count < take)
}

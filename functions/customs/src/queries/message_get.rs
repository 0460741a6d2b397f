//! Where a message of customs is fetched.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FileAddress, LOOKERS};
use crate::DeclarationId;
use crate::declaration::DeclarationRefusal;
use crate::views::message_list::{self, MessageItem};

/// An address from which the whole text of a message can be fetched, for a few minutes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetMessage {
    /// Which declaration.
    pub declaration_id: DeclarationId,
    /// Where the text is kept, as the list of messages says.
    #[schemars(length(max = 100))]
    pub key: String,
}

impl GetMessage {
    /// Only what the declaration lists is handed out: a key is no right to read.
    fn listed(&self, facts: &Facts) -> Option<MessageItem> {
        let rows = facts.rows(&message_list::of(self.declaration_id).wide());
        let mut items = rows.iter().filter_map(|row| serde_json::from_value::<MessageItem>(row.data.clone()).ok());
        items.find(|item| item.key.as_ref() == Some(&self.key))
    }

    fn want(&self) -> Want {
        Want::DownloadUrl { key: self.key.clone(), file_name: "message.xml".to_owned() }
    }
}

impl Query for GetMessage {
    type Answer = FileAddress;
    type Refusal = DeclarationRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.get-message",
        route: Route::get("/customs/declarations/{declaration_id}/message"),
        roles: LOOKERS,
        summary: "Where a message of customs is fetched.",
    };

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        let listed = Want::Rows(message_list::of(self.declaration_id).wide());
        std::iter::once(listed).chain(self.listed(facts).map(|_| self.want())).collect()
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, DeclarationRefusal> {
        let message = self.listed(facts).ok_or(DeclarationRefusal::NoSuchDocument)?;
        let url = facts.url(&self.want()).ok_or(DeclarationRefusal::FileMissing)?.to_owned();
        let file_name = message.message_type.unwrap_or(message.id);
        Ok(Answer::of(FileAddress { url, file_name, size_bytes: message.size_bytes.unwrap_or_default() }))
    }
}

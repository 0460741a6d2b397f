//! Declarations as a list shows them.

use kernel::view::{Order, Range, RowQuery};
use kernel::{Change, Line, Moment, Row, Step, Version, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::DeclarationId;
use crate::code::{DeclarationType, OfficeCode, ProcedureCode, RegistrationNumber};
use crate::declaration::Declaration;
use crate::declaration::status::Status;

/// The view's name.
pub const VIEW: &str = "customs-declarations";
const WORK: &str = "work";
const ARCHIVE: &str = "archive";
const ATTENTION: &str = "attention";
const WORDS: &str = "words";
/// Most words of a name by which a declaration is found; longer names are found by their first ones.
const WORDS_MAX: usize = 8;
/// Longest beginning of a word that is compared, in characters.
const WORD_CHARACTERS_MAX: usize = 24;

/// Declarations, the newest first; by status, by office, those that need somebody, and by words.
pub struct DeclarationListFromDeclaration;

/// One declaration in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DeclarationItem {
    /// Which.
    pub declaration_id: DeclarationId,
    /// What people call it.
    pub name: Line,
    /// Which way the goods go.
    pub declaration_type: DeclarationType,
    /// The procedure.
    pub procedure: ProcedureCode,
    /// Where it is filed.
    pub office: OfficeCode,
    /// The office's name.
    pub office_name: Line,
    /// Who declares.
    pub declarant: Line,
    /// What it is declared for.
    pub shipment: Option<Line>,
    /// Where it stands.
    pub status: Status,
    /// The vendor's own words for that.
    pub vendor_text: Option<Line>,
    /// Its number at customs.
    pub registration_number: Option<RegistrationNumber>,
    /// How many goods.
    pub goods_count: u16,
    /// How many documents.
    pub documents_count: u32,
    /// Which revision, from 1.
    pub revision: u32,
    /// Somebody must look at it.
    pub needs_attention: bool,
    /// It was put away.
    pub archived: bool,
    /// Who began it.
    pub author: Option<Line>,
    /// When.
    pub created_at: Moment,
    /// The version that this shows.
    pub version: Version,
}

/// A declaration that a word leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Found {
    sort: String,
    archived: bool,
}

/// Those in work, the newest first.
pub fn in_work() -> RowQuery {
    RowQuery::new(VIEW, WORK).newest_first()
}

/// Those that were put away.
pub fn archived() -> RowQuery {
    RowQuery::new(VIEW, ARCHIVE).newest_first()
}

/// Those that somebody must look at.
pub fn needing_attention() -> RowQuery {
    RowQuery::new(VIEW, ATTENTION).newest_first()
}

/// Those in work of a status.
pub fn of_status(status: Status) -> RowQuery {
    RowQuery::new(VIEW, format!("status#{}", status.name())).by(Order::Index1).newest_first()
}

/// Those in work of an office.
pub fn of_office(office: &OfficeCode) -> RowQuery {
    RowQuery::new(VIEW, format!("office#{office}")).by(Order::Index2).newest_first()
}

/// Those with a word that begins like what was typed; `None` when nothing was typed.
pub fn with_word(typed: &str) -> Option<RowQuery> {
    let word = words(typed).into_iter().max_by_key(|word| word.chars().count())?;
    Some(RowQuery::new(VIEW, WORDS).within(Range::Prefix(word)))
}

/// The rows that words led to, read from where they are listed.
pub fn listed(rows: &[Row]) -> Vec<RowQuery> {
    let mut found: Vec<Found> = rows.iter().filter_map(|row| serde_json::from_value(row.data.clone()).ok()).collect();
    found.sort_by(|one, other| other.sort.cmp(&one.sort));
    found.dedup();
    let at = |found: Found| {
        let list = if found.archived { archived() } else { in_work() };
        list.within(Range::Prefix(found.sort)).limit(1)
    };
    found.into_iter().map(at).collect()
}

impl View for DeclarationListFromDeclaration {
    type Aggregate = Declaration;
    const SPEC: ViewSpec =
        ViewSpec { name: "customs.declaration-list-from-declaration", view: VIEW, summary: "Declarations as a list shows them." };

    fn project(step: &Step<'_, Declaration>) -> Vec<Change> {
        step.replace(|declaration| rows(declaration, step.version))
    }
}

fn rows(declaration: &Declaration, version: Version) -> Vec<Row> {
    // A deleted draft is in no list.
    if declaration.deleted {
        return Vec::new();
    }
    let item = item(declaration, version);
    let sort = format!("{}#{}", item.created_at, item.declaration_id);
    let data = serde_json::to_value(&item).unwrap_or_default();
    let row = if item.archived {
        Row::new(ARCHIVE, &sort, data.clone())
    } else {
        let row = Row::new(WORK, &sort, data.clone());
        row.with_index1(of_status(item.status).partition, &sort).with_index2(of_office(&item.office).partition, &sort)
    };
    let attention = (item.needs_attention && !item.archived).then(|| Row::new(ATTENTION, &sort, data));
    let found = serde_json::to_value(Found { sort: sort.clone(), archived: item.archived }).unwrap_or_default();
    let number = item.registration_number.as_ref().map(ToString::to_string).unwrap_or_default();
    let shipment = item.shipment.as_ref().map(ToString::to_string).unwrap_or_default();
    let words = words(&format!("{} {number} {shipment}", item.name)).into_iter().take(WORDS_MAX);
    let words = words.map(|word| Row::new(WORDS, format!("{word}#{sort}"), found.clone()));
    std::iter::once(row).chain(attention).chain(words).collect()
}

/// A declaration as a list shows it.
pub fn item(declaration: &Declaration, version: Version) -> DeclarationItem {
    let header = &declaration.header;
    DeclarationItem {
        declaration_id: declaration.id,
        name: header.name.clone(),
        declaration_type: header.declaration_type,
        procedure: header.procedure.code.clone(),
        office: header.office.code.clone(),
        office_name: header.office.name.clone(),
        declarant: header.organization.name.clone(),
        shipment: header.shipment.as_ref().map(|shipment| shipment.external.clone()),
        status: declaration.status(),
        vendor_text: declaration.vendor.observed.as_ref().and_then(|observed| observed.raw_text.clone()),
        registration_number: declaration.registration_number.clone(),
        goods_count: declaration.form.as_ref().map_or(0, |form| form.goods.count),
        documents_count: u32::try_from(declaration.documents.len()).unwrap_or(u32::MAX),
        revision: declaration.origin.revision(),
        needs_attention: declaration.needs_attention(),
        archived: declaration.archived,
        author: declaration.author.clone(),
        created_at: declaration.created_at,
        version,
    }
}

/// Words in small letters, each once, without what stands between them.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word: String = word.chars().flat_map(char::to_lowercase).take(WORD_CHARACTERS_MAX).collect();
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

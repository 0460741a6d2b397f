//! Parties: the list, and the own companies.

use super::{ROWS, Tab, WRITERS, tabs};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::commerce::{OwnCompanies, OwnCompany, PartyItem};
use crate::pages::kit::{Cell, Column, Grid, Head, Sheet, asked, at};
use crate::pages::list::Paging;
use crate::problem::Problem;
use crate::words::fill;

/// Where parties are.
pub(super) const PATH: &str = "/console/commerce/parties";

/// Parties by name or by what was typed.
pub(super) async fn list(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.parties;
    let query = [("q", asked(cx, "q")), ("cursor", asked(cx, "cursor")), ("limit", ROWS)];
    let listed: Listed<PartyItem> = cx.get("/commerce/parties", &[], &query).await?;
    let columns = vec![
        Column::text(words.name),
        Column::text(words.kind),
        Column::text(words.country),
        Column::text(words.identifiers),
        Column::text(cx.w.frame.status),
    ];
    let row = |item: &PartyItem| {
        let party = &item.party;
        let identifiers: Vec<String> = party.identifiers.iter().map(|identifier| identifier.text(cx.w)).collect();
        let state = match (party.frozen, item.own) {
            (true, _) => Cell::badge(words.frozen, "warn"),
            (false, true) => Cell::badge(words.own, "info"),
            (false, false) => Cell::empty(),
        };
        vec![
            Cell::link(&party.name, at("commerce/parties", &party.party_id)),
            Cell::text(cx.w.trade(&party.kind)),
            Cell::text(&party.jurisdiction),
            Cell::text(identifiers.join(", ")).mono(),
            state,
        ]
    };
    let grid = Grid::page(cx.w, columns, (words.empty, words.empty_do)).rows(listed.items.iter().map(row));
    let paging = Paging::new(PATH, cx.asked, &["q"], listed.next_cursor.as_deref());
    let head = Head::new(cx.w, tabs(cx, Tab::Parties), cx.w.kit.parties)
        .search(PATH, asked(cx, "q"), words.search_hint)
        .button(cx.may(WRITERS), format!("{PATH}/new"), words.new)
        .button(true, format!("{PATH}/own"), words.own_companies);
    let live = Sheet::new().grid(&grid).paging(cx.w, &paging);
    Ok(Page::live(Section::Commerce, cx.w.kit.parties, head.html(), live.html()).into())
}

/// The own companies, owners before what they own.
pub(super) async fn own(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.parties;
    let own: OwnCompanies = cx.get("/commerce/own-companies", &[], &[]).await?;
    let row = |company: &OwnCompany| {
        let share = match &company.control {
            Some(control) => Cell::text(fill(words.controlled, &[&control.share])),
            None => Cell::badge(words.root, "info"),
        };
        vec![Cell::link(company.name(), at("commerce/parties", &company.party_id)), share]
    };
    let columns = vec![Column::text(words.name), Column::text(words.share)];
    let grid = Grid::page(cx.w, columns, (words.no_root, "")).rows(own.companies.iter().map(row));
    let head = Head::new(cx.w, tabs(cx, Tab::Parties), words.own_companies).button(true, PATH, cx.w.kit.parties);
    Ok(Page::live(Section::Commerce, words.own_companies, head.html(), Sheet::new().grid(&grid).html()).into())
}

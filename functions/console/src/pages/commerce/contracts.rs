//! The list of contracts.

use super::{Names, ROWS, Tab, WRITERS, tabs};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::deal::{ContractItem, RoleOf};
use crate::pages::kit::{Cell, Column, Grid, Head, Sheet, asked, at};
use crate::pages::list::{self, Paging};
use crate::problem::Problem;

/// Where contracts are.
pub(super) const PATH: &str = "/console/commerce/contracts";
const STATUSES: &[&str] = &["", "DRAFT", "SIGNED", "EXPIRED", "TERMINATED"];
const FILTERS: &[&str] = &["status", "contract_type", "party_id"];
/// Contracts, filtered.
pub(super) async fn list(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.contracts;
    let query = ["status", "contract_type", "party_id", "cursor"].map(|name| (name, asked(cx, name)));
    let query = [&query[..], &[("limit", ROWS)]].concat();
    let listed: Listed<ContractItem> = cx.get("/commerce/contracts", &[], &query).await?;
    let main = |contract: &'_ ContractItem| -> Vec<(String, Option<String>)> {
        let primary = contract.roles.iter().filter(|role| role.primary);
        primary.map(|role: &RoleOf| (role.party.clone(), role.party_name.clone())).collect()
    };
    let main: Vec<(String, Option<String>)> = listed.items.iter().flat_map(main).collect();
    let names = Names::of_rows(cx, main.iter().map(|(id, name)| (id.as_str(), name.as_deref())).collect()).await?;
    let row = |contract: &ContractItem| {
        let roles = contract.roles.iter().filter(|role| role.primary);
        let roles: Vec<String> = roles.map(|role| format!("{}: {}", cx.w.trade(&role.role), names.of(&role.party))).collect();
        let until = contract.valid_until.as_deref().map(|day| cx.f.day(day)).unwrap_or_default();
        vec![
            Cell::link(&contract.number, at("commerce/contracts", &contract.contract_id)),
            Cell::text(cx.w.trade(&contract.contract_type)),
            Cell::text(roles.join("; ")),
            Cell::badge(cx.w.trade(&contract.status), super::tone(&contract.status)),
            Cell::text(cx.f.day(&contract.valid_from)).sub(until),
            Cell::text(&contract.currency),
        ]
    };
    let columns = vec![
        Column::text(words.number),
        Column::text(words.kind),
        Column::text(words.roles),
        Column::text(cx.w.frame.status),
        Column::text(words.valid_from),
        Column::text(cx.w.kit.currency),
    ];
    let grid = Grid::page(cx.w, columns, (words.empty, words.empty_do)).rows(listed.items.iter().map(row));
    let named: Vec<(&str, &str)> =
        STATUSES.iter().map(|code| (*code, if code.is_empty() { cx.w.frame.all } else { cx.w.trade(code) })).collect();
    let head = Head::new(cx.w, tabs(cx, Tab::Contracts), cx.w.kit.contracts)
        .button(cx.may(WRITERS), format!("{PATH}/new"), words.new)
        .button(true, "/console/commerce/obligations?show=open", cx.w.deals.owed)
        .chips(cx.w.frame.status, list::chips(PATH, cx.asked, FILTERS, "status", &named));
    let paging = Paging::new(PATH, cx.asked, FILTERS, listed.next_cursor.as_deref());
    let live = Sheet::new().grid(&grid).paging(cx.w, &paging);
    Ok(Page::live(Section::Commerce, cx.w.kit.contracts, head.html(), live.html()).into())
}

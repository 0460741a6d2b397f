//! What a page with a live part follows: names of aggregates, of their kinds, of contexts. The
//! script is told when one of them has changed, and then looks.

/// Most names of one page; the API takes no more.
const NAMES_MAX: usize = 10;
/// Longest name that the API takes.
const NAME_BYTES_MAX: usize = 80;

/// What a page follows that does not say so itself, by its path under `/console`. The parts are
/// named after the contexts, so that a part without a line here follows its context.
fn usual<'a>(parts: &[&'a str]) -> Vec<&'a str> {
    match *parts {
        ["orders" | "review" | "payments" | "credits"] => vec!["orders.order", "orders.payment"],
        ["events"] => vec!["orders.integration-event"],
        ["feeds"] => vec!["orders.statement-feed"],
        ["dead-letters"] => vec!["platform.dead-letter"],
        // Entries are made by the documents of commerce, papers are printed of them.
        ["commerce", ..] => vec!["commerce", "papers"],
        ["ledger", ..] => vec!["ledger", "commerce"],
        // Orders below their margin are approved, and approvals decide about orders.
        ["approvals" | "profitability", ..] => vec!["approvals", "profitability"],
        [context, ..] => vec![context],
        [] => Vec::new(),
    }
}

/// What a page follows: what it says, or what is usual at its path. What could be no name is left
/// out; it came from the address.
pub(crate) fn names(own: &[String], path: &str) -> Vec<String> {
    let parts: Vec<&str> = path.trim_start_matches("/console").trim_matches('/').split('/').collect();
    let wanted: Vec<&str> = if own.is_empty() { usual(&parts) } else { own.iter().map(String::as_str).collect() };
    wanted.into_iter().filter(|name| is_name(name)).take(NAMES_MAX).map(str::to_owned).collect()
}

/// Whether the API would take it.
fn is_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_' | b'.');
    !name.is_empty() && name.len() <= NAME_BYTES_MAX && name.bytes().all(plain)
}

/// The names that a form brings, as far as they could be some.
pub(crate) fn asked<'a>(given: &[&'a str]) -> Vec<&'a str> {
    given.iter().copied().filter(|name| is_name(name)).take(NAMES_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_page_follows_what_it_says_or_what_is_usual() {
        assert_eq!(names(&[], "/console/orders"), ["orders.order", "orders.payment"]);
        assert_eq!(names(&[], "/console/customs/declarations/dec_1"), ["customs"]);
        let own = ["ord_1", "../\"x", "orders.payment"].map(str::to_owned);
        assert_eq!(names(&own, "/console/orders/ord_1"), ["ord_1", "orders.payment"]);
        assert_eq!(names(&[], "/console"), Vec::<String>::new());
    }
}

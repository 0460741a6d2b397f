//! Bars against a mark, drawn on the server: margins against a plan, queues against their limit.

use askama::Template;

use crate::frame::render;

/// How wide the whole drawing is, in units of the drawing.
const WIDTH: i64 = 300;
/// Where bars begin: labels stand before.
const LEFT: i64 = 102;
/// How wide bars may become; figures stand behind.
const SPAN: i64 = 138;
const BAR_HEIGHT: i64 = 11;
/// From one bar to the next.
const STEP: i64 = 16;
/// The narrowest bar that is still seen.
const WIDTH_MIN: i64 = 1;
/// Letters of a label that fit before the bars.
const LABEL_CHARACTERS: usize = 18;

/// One bar: what it is of, how long, what it says.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) label: String,
    /// Absent: no bar, only the words.
    pub(crate) value: Option<i64>,
    pub(crate) text: String,
    /// Whether it is as it should be.
    pub(crate) good: bool,
}

struct Bar {
    label: String,
    text: String,
    class: &'static str,
    x: i64,
    y: i64,
    width: i64,
}

#[derive(Template)]
#[template(path = "kit_bars.html")]
struct Drawing {
    spoken: String,
    height: i64,
    zero: i64,
    mark: Option<i64>,
    bars: Vec<Bar>,
}

fn short(label: &str) -> String {
    if label.chars().count() <= LABEL_CHARACTERS {
        return label.to_owned();
    }
    let cut: String = label.chars().take(LABEL_CHARACTERS - 1).collect();
    format!("{}…", cut.trim_end())
}

/// The bars, one under the other, with a dashed line where the mark is.
pub(crate) fn draw(title: &str, rows: &[Row], mark: Option<i64>) -> String {
    let values = || rows.iter().filter_map(|row| row.value).chain(mark).chain([0]);
    let (low, high) = (values().min().unwrap_or(0), values().max().unwrap_or(0));
    let range = i128::from(high).saturating_sub(i128::from(low)).max(1);
    let at = |value: i64| {
        let from_low = i128::from(value).saturating_sub(i128::from(low));
        let along = from_low.saturating_mul(i128::from(SPAN)) / range;
        LEFT.saturating_add(i64::try_from(along).unwrap_or(SPAN))
    };
    let bar = |(index, row): (usize, &Row)| {
        let (from, to) = (at(row.value.unwrap_or(0).min(0)), at(row.value.unwrap_or(0).max(0)));
        let width = to.saturating_sub(from).max(WIDTH_MIN);
        Bar {
            label: short(&row.label),
            text: row.text.clone(),
            class: if row.good { "in" } else { "out" },
            x: from,
            y: i64::try_from(index).unwrap_or(0).saturating_mul(STEP).saturating_add(2),
            width: if row.value.is_some() { width } else { 0 },
        }
    };
    let bars: Vec<Bar> = rows.iter().enumerate().map(bar).collect();
    let said: Vec<String> = rows.iter().map(|row| format!("{} {}", row.label, row.text)).collect();
    let height = i64::try_from(rows.len()).unwrap_or(0).saturating_mul(STEP);
    render(&Drawing { spoken: format!("{title}: {}", said.join(", ")), height, zero: at(0), mark: mark.map(at), bars })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(value: Option<i64>) -> Row {
        Row { label: "Order".to_owned(), value, text: "x".to_owned(), good: true }
    }

    #[test]
    fn bars_share_one_scale_with_their_mark() {
        let drawn = draw("Margins", &[row(Some(2_000)), row(Some(-1_000)), row(None)], Some(1_000));
        // From −1000 to 2000 over 138: zero lies at a third, the mark at two.
        assert!(drawn.contains("x1=\"148\" x2=\"148\"") && drawn.contains("class=\"mark\" x1=\"194\""), "{drawn}");
        assert!(drawn.contains("x=\"148\" y=\"2\" width=\"92\"") && drawn.contains("x=\"102\" y=\"18\" width=\"46\""), "{drawn}");
        assert!(drawn.contains("width=\"0\"") && drawn.contains("aria-label=\"Margins: Order x"), "{drawn}");
    }

    #[test]
    fn nothing_and_the_very_large_are_drawn_too() {
        assert!(draw("Margins", &[], None).contains("height=\"0\""));
        assert!(draw("Margins", &[row(Some(i64::MAX)), row(Some(i64::MIN))], Some(0)).contains("<svg"));
    }
}

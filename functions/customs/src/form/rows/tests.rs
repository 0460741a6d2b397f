//! Goods lists as people make them.

use super::*;

fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

/// A sheet from lines with cells separated by `|`; `#7` is a number.
fn sheet(lines: &[&str]) -> Sheet {
    let cell = |cell: &str| match cell.trim().strip_prefix('#') {
        Some(number) if !number.is_empty() => Cell::Number(number.to_owned()),
        _ => text(cell.trim()),
    };
    let rows = (1..).zip(lines.iter().map(|line| line.split('|').map(cell).collect())).collect();
    Sheet { name: "Лист1".to_owned(), rows, merged: Vec::new() }
}

/// Reasons with their places: `C4 wrong-kind`.
fn told(problems: &[Problem]) -> Vec<String> {
    let place = |place: &Place| place.to_string().replace("Лист1!", "");
    let code = |reason: &Reason| serde_json::to_value(reason).unwrap()["code"].as_str().unwrap().to_owned();
    problems.iter().map(|problem| format!("{} {}", place(&problem.place), code(&problem.reason))).collect()
}

#[test]
fn columns_stand_in_any_order_and_language_below_a_title() {
    let reading = read(&sheet(&[
        "Спецификация № 7 к контракту",
        "",
        "Вага нетто, кг|ТН ВЭД|Примечание|DESCRIPTION|№|Страна происх.|Стоимость|Кол-во|Ед. изм.",
        "1|2|3|4|5|6|7|8|9",
        "10,5|8471300000|срочно|Ноутбук|#1|Китай|1 000,50|#20|шт",
        "||||",
        "#2|8518300000||Наушники|2|cn|#99.9|#5|шт",
        "Итого||||||1 100,40||",
    ]))
    .unwrap();
    assert_eq!(reading.goods.len(), 2);
    let first = reading.goods.first().unwrap();
    assert_eq!((first.description.as_str(), first.net_kilograms.unwrap().to_string().as_str()), ("Ноутбук", "10.5"));
    assert_eq!((first.invoiced.unwrap().to_string().as_str(), first.origin.map(|country| country.as_str())), ("1000.5", Some("CN")));
    assert_eq!(first.supplementary.as_ref().unwrap().unit_name.as_deref(), Some("шт"));
    assert_eq!(reading.ignored, [IgnoredColumn { column: "C".to_owned(), name: "Примечание".to_owned() }]);
}

#[test]
fn names_may_stand_in_two_rows() {
    let reading = read(&sheet(&["№|Описание|Вес, кг|||Цена", "||брутто|нетто||", "#1|Стол|12|11||5"])).unwrap();
    let good = reading.goods.first().unwrap();
    assert_eq!((good.gross_kilograms.unwrap().to_string().as_str(), good.net_kilograms.unwrap().to_string().as_str()), ("12", "11"));
    assert_eq!(reading.ignored, [IgnoredColumn { column: "F".to_owned(), name: "Цена".to_owned() }]);
    let above = read(&sheet(&["Описание|Вес||", "|брутто|нетто|код тн вэд", "Стол|12|11|9403300000"])).unwrap();
    assert_eq!(above.goods.first().unwrap().description, "Стол");
    let words = read(&sheet(&["Описание|Артикул", "Товар|A-1"])).unwrap();
    assert_eq!(words.goods.len(), 1);
}

#[test]
fn every_problem_names_its_cell() {
    let problems = read(&sheet(&[
        "№|Описание|Код ТН ВЭД|Брутто|Нетто|Стоимость",
        "#1|Ноутбук|84713О0000|10|11|1",
        "#1|Мышь|8471|x|1|-5",
        "|Стол|9403300000|||",
        "#5||9403300000|||",
    ]))
    .unwrap_err();
    assert_eq!(
        told(&problems),
        [
            "C2 look-alike",
            "E2 net-above-gross",
            "A3 duplicate-number",
            "C3 wrong-kind",
            "D3 wrong-kind",
            "F3 wrong-kind",
            "A4 missing",
            "B5 missing",
            "Лист1 number-left-out",
            "Лист1 number-left-out",
            "Лист1 number-left-out",
        ]
    );
    assert!(problems.iter().all(|problem| problem.field.is_some()));
}

#[test]
fn merged_cells_and_lost_formulas_are_told_and_names_may_be_merged() {
    let mut list = sheet(&["Описание|Вес брутто, кг|Стоимость", "||", "Ноутбук|10|5", "Мышь||7"]);
    list.merged.push(Merged { first_row: 1, last_row: 2, first_column: 0, last_column: 0 });
    assert_eq!(read(&list).unwrap().goods.len(), 2);
    list.merged.push(Merged { first_row: 3, last_row: 4, first_column: 1, last_column: 1 });
    assert_eq!(told(&read(&list).unwrap_err()), ["B3 merged"]);
    let mut list = sheet(&["Описание|Стоимость", "Ноутбук|"]);
    *list.rows.last_mut().unwrap().1.last_mut().unwrap() = Cell::Uncomputed;
    assert_eq!(told(&read(&list).unwrap_err()), ["B2 formula-without-value"]);
}

#[test]
fn sheets_without_names_rows_or_end_are_refused() {
    assert_eq!(told(&read(&Sheet::default()).unwrap_err()), [" no-header"]);
    assert_eq!(told(&read(&sheet(&["a|b", "1|2"])).unwrap_err()), ["Лист1 no-header"]);
    assert_eq!(told(&read(&sheet(&["Описание|Вес нетто"])).unwrap_err()), ["Лист1 no-rows"]);
    assert_eq!(told(&read(&sheet(&["№|Вес нетто", "#1|5"])).unwrap_err()), ["1 missing"]);
    assert_eq!(told(&read(&sheet(&["Описание|Название", "a|b"])).unwrap_err()), ["B1 duplicate-column"]);
    let many = vec!["стол|1"; 1000];
    let lines: Vec<&str> = std::iter::once("Описание|Нетто").chain(many).collect();
    assert_eq!(told(&read(&sheet(&lines)).unwrap_err()), ["Лист1 too-much"]);
    let mut list = sheet(&["Описание|Нетто", "стол|1"]);
    list.rows.push((ROWS_MAX + 1, vec![text("стул")]));
    assert_eq!(told(&read(&list).unwrap_err()), ["Лист1 too-much"]);
}

#[test]
fn columns_have_letters() {
    assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
}

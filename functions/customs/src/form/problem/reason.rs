//! Reasons, and their sentences.

use kernel::Texts;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::three;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Any text.
    Text,
    /// A code of a classifier.
    Code,
    /// A commodity code: 10 digits.
    Commodity,
    /// A country: two letters of ISO 3166-1.
    Country,
    /// A currency: three letters or digits of ISO 4217.
    Currency,
    /// A number of goods, from 1 to 999.
    GoodsNumber,
    /// A decimal with a point, not below zero, with at most six digits after the point.
    Decimal,
    /// A whole number.
    Whole,
    /// A day such as `2026-11-21`.
    Date,
    /// `true` or `false`.
    Flag,
    /// Fields of its own.
    Section,
}

impl Kind {
    const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Text => ("a text", "текст", "текст"),
            Self::Code => ("a code", "код", "код"),
            Self::Commodity => ("a commodity code: 10 digits", "код товару: 10 цифр", "код товара: 10 цифр"),
            Self::Country => {
                ("a country by two letters, such as CN", "країна двома літерами, наприклад CN", "страна двумя буквами, например CN")
            }
            Self::Currency => {
                ("a currency by three letters, such as USD", "валюта трьома літерами, наприклад USD", "валюта тремя буквами, например USD")
            }
            Self::GoodsNumber => ("a number of goods from 1 to 999", "номер товару від 1 до 999", "номер товара от 1 до 999"),
            Self::Decimal => (
                "a number such as 12.5, at most six digits after the point",
                "число, наприклад 12.5, не більше шести цифр після крапки",
                "число, например 12.5, не больше шести цифр после точки",
            ),
            Self::Whole => ("a whole number", "ціле число", "целое число"),
            Self::Date => ("a day such as 2026-11-21", "день, наприклад 2026-11-21", "день, например 2026-11-21"),
            Self::Flag => ("true or false", "true або false", "true или false"),
            Self::Section => ("fields of its own", "вкладені поля", "вложенные поля"),
        }
    }
}

/// What a file is, judged by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileType {
    /// JSON text.
    Json,
    /// XML text.
    Xml,
    /// A workbook of Excel 2007 and later.
    Xlsx,
    /// A workbook of Excel 97 to 2003.
    Xls,
    /// A document of Word 2007 and later.
    Docx,
    /// PDF.
    Pdf,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// TIFF.
    Tiff,
    /// A ZIP archive of something else.
    Zip,
    /// Other text: CSV, HTML and the like.
    Text,
    /// Nothing at all.
    Empty,
    /// Anything else.
    Other,
}

impl FileType {
    /// How people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Xml => "XML",
            Self::Xlsx => "Excel (.xlsx)",
            Self::Xls => "Excel 97-2003 (.xls)",
            Self::Docx => "Word (.docx)",
            Self::Pdf => "PDF",
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Tiff => "TIFF",
            Self::Zip => "ZIP",
            Self::Text => "text",
            Self::Empty => "∅",
            Self::Other => "?",
        }
    }
}

/// Which limit of a file is passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// Bytes of the file.
    Bytes,
    /// Bytes of the file after unpacking.
    UnpackedBytes,
    /// Files within the file.
    Parts,
    /// Rows of a sheet.
    Rows,
    /// Columns of a sheet.
    Columns,
    /// Nesting of elements.
    Depth,
    /// Elements.
    Elements,
    /// Attributes of one element.
    Attributes,
    /// Bytes of one text.
    TextBytes,
    /// Goods of a declaration.
    Goods,
}

impl Limit {
    const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Bytes => ("bytes in the file", "байтів у файлі", "байтов в файле"),
            Self::UnpackedBytes => ("bytes after unpacking", "байтів після розпакування", "байтов после распаковки"),
            Self::Parts => ("files within the file", "файлів усередині файлу", "файлов внутри файла"),
            Self::Rows => ("rows", "рядків", "строк"),
            Self::Columns => ("columns", "стовпців", "столбцов"),
            Self::Depth => ("levels of nesting", "рівнів вкладеності", "уровней вложенности"),
            Self::Elements => ("elements", "елементів", "элементов"),
            Self::Attributes => ("attributes of one element", "атрибутів в одного елемента", "атрибутов у одного элемента"),
            Self::TextBytes => ("bytes in one text", "байтів в одному тексті", "байтов в одном тексте"),
            Self::Goods => ("goods", "товарів", "товаров"),
        }
    }
}

/// Why something is wrong; the code is stable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "code", rename_all = "kebab-case")]
#[allow(missing_docs, reason = "fields are said by the variant: what was written, what is expected")]
pub enum Reason {
    /// The template has no such field; the nearest name that it has there.
    UnknownField { nearest: Option<String> },
    /// Something else stands where a kind of value is expected.
    WrongKind { expected: Kind, found: String },
    /// Nothing stands where something must.
    Missing,
    /// A list stands where the template has one.
    Repeated,
    /// A number of goods that stands twice; where it stands first.
    DuplicateNumber { number: String, first: String },
    /// A number of goods that is left out.
    NumberLeftOut { number: u16 },
    /// A total of the form differs from what its goods add up to.
    TotalDiffers { written: String, counted: String },
    /// Net weight above gross weight.
    NetAboveGross { net: String, gross: String },
    /// A body that is no form; the code of a [`super::FormProblem`].
    NotAForm { why: String, text: Texts },
    /// Another type of file than expected.
    WrongType { expected: FileType, found: FileType },
    /// A file of the right type that cannot be read; what the reader says.
    Unreadable { what: String },
    /// A workbook that a password protects.
    Protected,
    /// A file that is not there.
    NoFile,
    /// A limit is passed.
    TooMuch { limit: Limit, max: u64 },
    /// XML with a document type definition: it may hold bombs, and a form needs none.
    Doctype,
    /// An entity that XML itself does not have.
    Entity { name: String },
    /// Another root element than a declaration's.
    WrongRoot { found: String },
    /// Text between elements.
    LooseText { found: String },
    /// No row of the sheet looks like the names of columns.
    NoHeader,
    /// No goods below the names of columns.
    NoRows,
    /// Two columns of one name; the letters of the first.
    DuplicateColumn { first: String },
    /// A cell that is merged with others: which row it is of, nobody can say.
    Merged { range: String },
    /// A formula whose value was never computed.
    FormulaWithoutValue,
    /// An error of the workbook, such as `#REF!`.
    ErrorValue { found: String },
    /// Cyrillic letters that look like Latin ones or digits; what was probably meant.
    LookAlike { found: String, meant: String },
}

impl Reason {
    /// Whether only something is lacking: a draft may have such problems.
    pub const fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    /// The sentence in three languages: a table.
    pub fn texts(&self) -> Texts {
        match self {
            Self::UnknownField { nearest: None } => {
                three("The template has no such field.", "У шаблоні немає такого поля.", "В шаблоне нет такого поля.")
            }
            Self::UnknownField { nearest: Some(name) } => three(
                format!("The template has no such field; was {name} meant?"),
                format!("У шаблоні немає такого поля; можливо, {name}?"),
                format!("В шаблоне нет такого поля; возможно, {name}?"),
            ),
            Self::WrongKind { expected, found } => {
                let (en, uk, ru) = expected.words();
                three(
                    format!("Expected {en}; found “{found}”."),
                    format!("Очікується {uk}; стоїть «{found}»."),
                    format!("Ожидается {ru}; стоит «{found}»."),
                )
            }
            Self::Missing => three("This must be filled in.", "Це треба заповнити.", "Это нужно заполнить."),
            Self::Repeated => three(
                "This stands several times, and the template has it once.",
                "Це стоїть кілька разів, а в шаблоні — один раз.",
                "Это стоит несколько раз, а в шаблоне — один раз.",
            ),
            Self::DuplicateNumber { number, first } => three(
                format!("Goods No {number} stand twice; first: {first}."),
                format!("Товар № {number} стоїть двічі; уперше: {first}."),
                format!("Товар № {number} стоит дважды; впервые: {first}."),
            ),
            Self::NumberLeftOut { number } => three(
                format!("There are no goods No {number}, though later numbers exist."),
                format!("Немає товару № {number}, хоча наступні номери є."),
                format!("Нет товара № {number}, хотя следующие номера есть."),
            ),
            Self::TotalDiffers { written, counted } => three(
                format!("Written: {written}; the goods add up to {counted}."),
                format!("Записано {written}; за товарами виходить {counted}."),
                format!("Записано {written}; по товарам получается {counted}."),
            ),
            Self::NetAboveGross { net, gross } => three(
                format!("Net weight {net} is above gross weight {gross}."),
                format!("Вага нетто {net} більша за вагу брутто {gross}."),
                format!("Вес нетто {net} больше веса брутто {gross}."),
            ),
            Self::NotAForm { text, .. } => text.clone(),
            Self::WrongType { expected, found } => {
                let (expected, found) = (expected.name(), found.name());
                three(
                    format!("By its content the file is {found}; {expected} is expected."),
                    format!("За вмістом це файл {found}; очікується {expected}."),
                    format!("По содержимому это файл {found}; ожидается {expected}."),
                )
            }
            Self::Unreadable { what } => three(
                format!("The file cannot be read: {what}."),
                format!("Файл не читається: {what}."),
                format!("Файл не читается: {what}."),
            ),
            Self::Protected => three("The workbook is protected by a password.", "Книгу захищено паролем.", "Книга защищена паролем."),
            Self::NoFile => three("There is no such file.", "Такого файлу немає.", "Такого файла нет."),
            Self::TooMuch { limit, max } => {
                let (en, uk, ru) = limit.words();
                three(
                    format!("Too many {en}: at most {max}."),
                    format!("Забагато {uk}: не більше {max}."),
                    format!("Слишком много {ru}: не больше {max}."),
                )
            }
            Self::Doctype => three(
                "The XML has a document type definition (DTD); files of forms need none, and it may be an attack.",
                "XML містить визначення типу документа (DTD); файлам форм воно не потрібне і може бути атакою.",
                "XML содержит определение типа документа (DTD); файлам форм оно не нужно и может быть атакой.",
            ),
            Self::Entity { name } => three(
                format!("The XML refers to the entity {name}, which is not defined."),
                format!("XML посилається на сутність {name}, якої не визначено."),
                format!("XML ссылается на сущность {name}, которая не определена."),
            ),
            Self::WrongRoot { found } => three(
                format!("The XML holds {found} and no declaration of goods (ESADout_CU)."),
                format!("XML містить {found}, а не декларацію на товари (ESADout_CU)."),
                format!("XML содержит {found}, а не декларацию на товары (ESADout_CU)."),
            ),
            Self::LooseText { found } => three(
                format!("Text stands between elements: “{found}”."),
                format!("Текст стоїть між елементами: «{found}»."),
                format!("Текст стоит между элементами: «{found}»."),
            ),
            Self::NoHeader => three(
                "No row with names of columns was found: at least the description and the commodity code are needed.",
                "Не знайдено рядка з назвами стовпців: потрібні щонайменше опис і код товару.",
                "Не найдена строка с названиями столбцов: нужны хотя бы описание и код товара.",
            ),
            Self::NoRows => three(
                "There are no goods below the names of columns.",
                "Під назвами стовпців немає товарів.",
                "Под названиями столбцов нет товаров.",
            ),
            Self::DuplicateColumn { first } => three(
                format!("This column means the same as column {first}."),
                format!("Цей стовпець означає те саме, що й стовпець {first}."),
                format!("Этот столбец означает то же, что столбец {first}."),
            ),
            Self::Merged { range } => three(
                format!("The cells {range} are merged; which row the value is of cannot be told."),
                format!("Клітинки {range} об'єднано; незрозуміло, якого рядка стосується значення."),
                format!("Ячейки {range} объединены; непонятно, к какой строке относится значение."),
            ),
            Self::FormulaWithoutValue => three(
                "The cell holds a formula without a computed value; open the file in Excel and save it.",
                "У клітинці формула без обчисленого значення; відкрийте файл в Excel і збережіть.",
                "В ячейке формула без вычисленного значения; откройте файл в Excel и сохраните.",
            ),
            Self::ErrorValue { found } => three(
                format!("The cell holds the error {found}."),
                format!("У клітинці помилка {found}."),
                format!("В ячейке ошибка {found}."),
            ),
            Self::LookAlike { found, meant } => three(
                format!("“{found}” has letters of another alphabet that look alike; was {meant} meant?"),
                format!("«{found}» має схожі літери іншої абетки; можливо, {meant}?"),
                format!("«{found}» содержит похожие буквы другого алфавита; возможно, {meant}?"),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANUAL: &str = include_str!("../../../../../docs/customs-forms.md");

    /// The codes, as the description of the API has them.
    fn codes() -> Vec<String> {
        let schema = serde_json::to_value(schemars::schema_for!(Reason)).unwrap();
        let kinds = schema.get("oneOf").and_then(serde_json::Value::as_array).unwrap().clone();
        kinds.iter().map(|kind| kind.pointer("/properties/code/const").and_then(serde_json::Value::as_str).unwrap().to_owned()).collect()
    }

    #[test]
    fn the_manual_explains_every_reason_and_no_other() {
        let explained: Vec<&str> =
            MANUAL.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`')).map(|(code, _)| code).collect();
        let codes = codes();
        for code in &codes {
            assert!(explained.contains(&code.as_str()), "{code} is not explained");
        }
        let fields = crate::form::rows::Column::ALL.map(crate::form::rows::Column::field);
        let stale = explained.iter().find(|code| !codes.iter().any(|known| known == *code) && !fields.contains(code));
        assert_eq!(stale, None);
    }

    #[test]
    fn the_manual_names_every_column() {
        for column in crate::form::rows::Column::ALL {
            for language in kernel::Language::ALL {
                let title = format!("| {} |", column.title(*language));
                let row = MANUAL.lines().find(|line| line.starts_with(&format!("| `{}` |", column.field())));
                assert!(row.is_some_and(|row| row.contains(&title)), "{title}");
            }
        }
    }
}

//! Why a table refuses.

use kernel::{Refusal, Status, Texts};

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowProblem {
    /// It is of another table.
    OtherTable,
    /// Its code is too long.
    Code,
    /// It ends before it begins.
    Days,
    /// A row before it has the same code.
    Twice,
}

/// Why a command on a table, or a look at one, is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableRefusal {
    /// Nothing was imported into it yet.
    Empty,
    /// It has no such code.
    NoSuchCode,
    /// It has no such version.
    NoSuchVersion,
    /// An import is on its way.
    Busy,
    /// No such import waits for a person.
    NotHeld,
    /// There is no vendor to ask.
    NoVendor,
    /// Its rows are not given by hand.
    NotByHand,
    /// There are more rows than one call may have.
    TooManyRows {
        /// How many there may be.
        max: usize,
    },
    /// A row is wrong.
    Row {
        /// Which, from 1.
        row: usize,
        /// What is wrong.
        problem: RowProblem,
    },
    /// The body of a template is not a JSON object.
    NotATemplate,
    /// What is kept of the table cannot be read.
    Unreadable,
}

impl RowProblem {
    fn texts(self, row: usize) -> Texts {
        match self {
            Self::OtherTable => Texts::new(
                format!("Row {row} is of another table."),
                format!("Рядок {row} належить іншій таблиці."),
                format!("Строка {row} относится к другой таблице."),
            ),
            Self::Code => Texts::new(
                format!("The code of row {row} is too long."),
                format!("Код у рядку {row} задовгий."),
                format!("Код в строке {row} слишком длинный."),
            ),
            Self::Days => Texts::new(
                format!("Row {row} ends before it begins."),
                format!("Рядок {row} закінчується раніше, ніж починається."),
                format!("Строка {row} заканчивается раньше, чем начинается."),
            ),
            Self::Twice => Texts::new(
                format!("The code of row {row} is in a row before it."),
                format!("Код рядка {row} вже є в попередньому рядку."),
                format!("Код строки {row} уже есть в предыдущей строке."),
            ),
        }
    }
}

impl Refusal for TableRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "customs.reference-table.empty",
            Self::NoSuchCode => "customs.reference-table.no-such-code",
            Self::NoSuchVersion => "customs.reference-table.no-such-version",
            Self::Busy => "customs.reference-table.busy",
            Self::NotHeld => "customs.reference-table.not-held",
            Self::NoVendor => "customs.reference-table.no-vendor",
            Self::NotByHand => "customs.reference-table.not-by-hand",
            Self::TooManyRows { .. } => "customs.reference-table.too-many-rows",
            Self::Row { problem, .. } => match problem {
                RowProblem::OtherTable => "customs.reference-table.row-of-other-table",
                RowProblem::Code => "customs.reference-table.row-code",
                RowProblem::Days => "customs.reference-table.row-days",
                RowProblem::Twice => "customs.reference-table.row-twice",
            },
            Self::NotATemplate => "customs.reference-table.not-a-template",
            Self::Unreadable => "customs.reference-table.unreadable",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::Empty | Self::NoSuchCode | Self::NoSuchVersion | Self::NotHeld => Status::NotFound,
            Self::Busy | Self::Unreadable => Status::State,
            Self::NoVendor | Self::NotByHand | Self::TooManyRows { .. } | Self::Row { .. } | Self::NotATemplate => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::Empty => Texts::new(
                "Nothing was imported into this table yet.",
                "До цієї таблиці ще нічого не завантажено.",
                "В эту таблицу ещё ничего не загружено.",
            ),
            Self::NoSuchCode => Texts::new("The table has no such code.", "У таблиці немає такого коду.", "В таблице нет такого кода."),
            Self::NoSuchVersion => {
                Texts::new("The table has no such version.", "У таблиці немає такої версії.", "У таблицы нет такой версии.")
            }
            Self::Busy => Texts::new(
                "An import into this table is on its way; try again in a minute.",
                "Завантаження цієї таблиці ще триває; повторіть за хвилину.",
                "Загрузка этой таблицы ещё идёт; повторите через минуту.",
            ),
            Self::NotHeld => Texts::new(
                "No such import waits for a decision.",
                "Таке завантаження не чекає на рішення.",
                "Такая загрузка не ждёт решения.",
            ),
            Self::NoVendor => Texts::new(
                "There are no settings of Kontur.Declarant; upload the rows instead.",
                "Немає налаштувань Контур.Декларант; завантажте рядки самі.",
                "Нет настроек Контур.Декларанта; загрузите строки сами.",
            ),
            Self::NotByHand => Texts::new(
                "The rows of this table are not given by hand: forms come from templates, counterparties from the vendor.",
                "Рядки цієї таблиці не вводять вручну: форми беруться із шаблонів, контрагенти — від постачальника послуги.",
                "Строки этой таблицы не вводят вручную: формы берутся из шаблонов, контрагенты — у поставщика услуги.",
            ),
            Self::TooManyRows { max } => Texts::new(
                format!("More than {max} rows; send them in several calls."),
                format!("Більше ніж {max} рядків; надішліть їх частинами."),
                format!("Больше {max} строк; отправьте их частями."),
            ),
            Self::Row { row, problem } => problem.texts(*row),
            Self::NotATemplate => Texts::new(
                "The template is not a JSON object with the fields of a form.",
                "Шаблон не є об’єктом JSON з полями форми.",
                "Шаблон не является объектом JSON с полями формы.",
            ),
            Self::Unreadable => Texts::new(
                "What is kept of this table cannot be read; tell an administrator.",
                "Збережений вміст цієї таблиці не читається; повідомте адміністратора.",
                "Сохранённое содержимое этой таблицы не читается; сообщите администратору.",
            ),
        }
    }

    fn samples() -> Vec<Self> {
        let row = |problem| Self::Row { row: 7, problem };
        vec![
            Self::Empty,
            Self::NoSuchCode,
            Self::NoSuchVersion,
            Self::Busy,
            Self::NotHeld,
            Self::NoVendor,
            Self::NotByHand,
            Self::TooManyRows { max: super::import_table::ROWS_MAX },
            row(RowProblem::OtherTable),
            row(RowProblem::Code),
            row(RowProblem::Days),
            row(RowProblem::Twice),
            Self::NotATemplate,
            Self::Unreadable,
        ]
    }
}

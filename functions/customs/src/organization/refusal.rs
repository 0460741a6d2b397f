//! Why an organization refuses.

use kernel::{Refusal, Status, Texts};

use crate::OrganizationId;

/// Why a command on an organization is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum OrganizationRefusal {
    /// No such organization.
    NotFound,
    /// The id is taken.
    Exists,
    /// An organization with these numbers is known already.
    AlreadyKnown {
        /// Which.
        existing: OrganizationId,
    },
    /// The personal data was erased, and nothing can be sealed for this organization any more.
    Erased,
    /// There is no personal data to erase.
    NothingToErase,
    /// A taxpayer number of another kind of organization.
    InnOfAnotherKind,
    /// Another kind is another organization.
    AnotherKind,
    /// Address or contacts of an individual stand where they would not be encrypted.
    PersonalDataInProfile,
    /// Personal data that an organization of this kind does not have.
    PersonalDataOfAnotherKind,
    /// A person without a name.
    PersonWithoutName,
    /// The label of a person, which is not encrypted, tells the surname.
    LabelNamesPerson,
    /// A person has no shorter name, which would not be encrypted.
    PersonHasLabelOnly,
    /// The state register has no such organizations.
    NotInRegistry,
    /// No such difference is open.
    NoSuchDifference,
    /// It is hidden already.
    Hidden,
    /// It is not hidden.
    NotHidden,
    /// The vendor's directory is being read already.
    ImportUnderWay,
}

impl Refusal for OrganizationRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "customs.organization.not-found",
            Self::Exists => "customs.organization.exists",
            Self::AlreadyKnown { .. } => "customs.organization.already-known",
            Self::Erased => "customs.organization.erased",
            Self::NothingToErase => "customs.organization.nothing-to-erase",
            Self::InnOfAnotherKind => "customs.organization.inn-of-another-kind",
            Self::AnotherKind => "customs.organization.another-kind",
            Self::PersonalDataInProfile => "customs.organization.personal-data-in-profile",
            Self::PersonalDataOfAnotherKind => "customs.organization.personal-data-of-another-kind",
            Self::PersonWithoutName => "customs.organization.person-without-name",
            Self::LabelNamesPerson => "customs.organization.label-names-person",
            Self::PersonHasLabelOnly => "customs.organization.person-has-label-only",
            Self::NotInRegistry => "customs.organization.not-in-registry",
            Self::NoSuchDifference => "customs.organization.no-such-difference",
            Self::Hidden => "customs.organization.hidden",
            Self::NotHidden => "customs.organization.not-hidden",
            Self::ImportUnderWay => "customs.organization.import-under-way",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::Erased => Status::Gone,
            Self::Exists | Self::AlreadyKnown { .. } | Self::NothingToErase | Self::NoSuchDifference => Status::State,
            Self::Hidden | Self::NotHidden | Self::ImportUnderWay => Status::State,
            Self::InnOfAnotherKind | Self::AnotherKind | Self::PersonalDataInProfile | Self::PersonalDataOfAnotherKind => Status::Rule,
            Self::PersonWithoutName | Self::LabelNamesPerson | Self::PersonHasLabelOnly | Self::NotInRegistry => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NotFound => Texts::new("There is no such organization.", "Такої організації немає.", "Такой организации нет."),
            Self::Exists => Texts::new(
                "An organization with this id exists already.",
                "Організація з таким ідентифікатором уже є.",
                "Организация с таким идентификатором уже есть.",
            ),
            Self::AlreadyKnown { existing } => Texts::new(
                format!("An organization with these numbers is known already: {existing}. Use that one."),
                format!("Організація з такими номерами вже відома: {existing}. Використайте її."),
                format!("Организация с такими номерами уже известна: {existing}. Используйте её."),
            ),
            Self::Erased => Texts::new(
                "The personal data of this organization was erased. Nothing can be added to it.",
                "Персональні дані цієї організації стерто. Додати нічого не можна.",
                "Персональные данные этой организации стёрты. Добавить ничего нельзя.",
            ),
            Self::NothingToErase => Texts::new(
                "The organization has no personal data.",
                "В організації немає персональних даних.",
                "У организации нет персональных данных.",
            ),
            Self::InnOfAnotherKind => Texts::new(
                "A company's taxpayer number has 10 digits, an individual's 12.",
                "ІПН організації має 10 цифр, фізичної особи — 12.",
                "ИНН организации состоит из 10 цифр, физического лица — из 12.",
            ),
            Self::AnotherKind => Texts::new(
                "An organization does not become one of another kind. Create another.",
                "Організація не може змінити свій вид. Створіть іншу.",
                "Организация не может сменить свой вид. Создайте другую.",
            ),
            Self::PersonalDataInProfile => Texts::new(
                "Addresses and contacts of an individual are personal data. Put them there.",
                "Адреси й контакти фізичної особи — персональні дані. Вкажіть їх там.",
                "Адреса и контакты физического лица — персональные данные. Укажите их там.",
            ),
            Self::PersonalDataOfAnotherKind => Texts::new(
                "An organization of this kind does not have such personal data.",
                "Організація цього виду не має таких персональних даних.",
                "У организации этого вида не бывает таких персональных данных.",
            ),
            Self::PersonWithoutName => Texts::new(
                "A person has a name. Fill it in.",
                "Фізична особа має ім’я. Вкажіть його.",
                "У физического лица есть имя. Укажите его.",
            ),
            Self::LabelNamesPerson => Texts::new(
                "The label is not encrypted. Choose one that does not tell the surname.",
                "Позначка не шифрується. Виберіть таку, що не розкриває прізвища.",
                "Обозначение не шифруется. Выберите такое, которое не раскрывает фамилии.",
            ),
            Self::PersonHasLabelOnly => Texts::new(
                "A person has a label and no shorter name, because neither is encrypted.",
                "Фізична особа має лише позначку, без короткої назви: вони не шифруються.",
                "У физического лица есть только обозначение, без краткого названия: они не шифруются.",
            ),
            Self::NotInRegistry => Texts::new(
                "The state register has Russian companies and entrepreneurs only.",
                "Державний реєстр містить лише російські компанії та підприємців.",
                "В государственном реестре есть только российские компании и предприниматели.",
            ),
            Self::NoSuchDifference => Texts::new(
                "This difference is not open any more. Reload and look again.",
                "Цієї розбіжності вже немає. Оновіть сторінку.",
                "Этого расхождения уже нет. Обновите страницу.",
            ),
            Self::Hidden => Texts::new("The organization is hidden already.", "Організацію вже приховано.", "Организация уже скрыта."),
            Self::NotHidden => Texts::new("The organization is not hidden.", "Організацію не приховано.", "Организация не скрыта."),
            Self::ImportUnderWay => Texts::new(
                "The vendor's directory is being read already.",
                "Довідник постачальника вже читається.",
                "Справочник поставщика уже читается.",
            ),
        }
    }

    fn samples() -> Vec<Self> {
        vec![
            Self::NotFound,
            Self::Exists,
            Self::AlreadyKnown { existing: crate::samples::organizations::legal_id() },
            Self::Erased,
            Self::NothingToErase,
            Self::InnOfAnotherKind,
            Self::AnotherKind,
            Self::PersonalDataInProfile,
            Self::PersonalDataOfAnotherKind,
            Self::PersonWithoutName,
            Self::LabelNamesPerson,
            Self::PersonHasLabelOnly,
            Self::NotInRegistry,
            Self::NoSuchDifference,
            Self::Hidden,
            Self::NotHidden,
            Self::ImportUnderWay,
        ]
    }
}

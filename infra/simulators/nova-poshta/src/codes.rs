//! The carrier's message codes and tracking status codes, as far as the simulator uses them.

/// A message of the carrier: its number and its texts.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) code: &'static str,
    pub(crate) english: &'static str,
    pub(crate) ukrainian: &'static str,
}

macro_rules! messages {
    ($($name:ident = $code:literal, $english:literal, $ukrainian:literal;)+) => {
        $(pub(crate) const $name: &Message = &Message {
            code: $code,
            english: $english,
            ukrainian: $ukrainian,
        };)+
        /// Every message the simulator can give, for `getMessageCodeText`.
        pub(crate) const MESSAGES: &[&Message] = &[$($name),+];
    };
}

messages! {
    AUTH_FAIL = "20000200068", "API auth fail", "API невдала авторизація";
    API_KEY_EMPTY = "20000200069", "apiKey is empty", "apiKey не вказано";
    GENERAL_ERROR = "20000100002", "General error", "Загальна помилка";
    INCORRECT_DATA = "20000100014", "Incorrect data", "Некоректні дані";
    UNAVAILABLE = "20000100016", "Service Unavailable", "Сервіс недоступний";
    PHONE_INVALID = "20000100018", "The phone number is invalid", "Номер телефону некоректний";
    COUNTERPARTY_TYPE_INCORRECT = "20000100515", "CounterpartyType is incorrect", "Тип контрагента вказано некоректно";
    FIRST_NAME_EMPTY = "20000100527", "FirstName is not specified", "Ім'я не вказано";
    LAST_NAME_EMPTY = "20000100533", "LastName is not specified", "Прізвище не вказано";
    CARGO_TYPE_EMPTY = "20000200099", "CargoType not selected", "Тип вантажу не обрано";
    CITY_RECIPIENT_NOT_FOUND = "20000200103", "CityRecipient not found", "Місто отримувача не знайдено";
    CITY_SENDER_NOT_FOUND = "20000200106", "CitySender not found", "Місто відправника не знайдено";
    COST_INVALID = "20000200118", "Cost is invalid", "Вартість вказана некоректно";
    COST_TOO_HIGH = "20000200119", "Cost is too high", "Вартість занадто велика";
    AFTERPAYMENT_INVALID = "20000200033", "AfterpaymentOnGoodsCost is invalid", "AfterpaymentOnGoodsCost некоректний";
    REDELIVERY_INVALID = "20000200079", "BackwardDelivery Money RedeliveryString is not valid", "Зворотна доставка грошей: сума недійсна";
    DESCRIPTION_EMPTY = "20000200150", "Description is empty", "Опис відсутній";
    DESCRIPTION_TOO_LONG = "20000200152", "Description is too long", "Опис занадто довгий";
    DOCUMENT_HANDED_OVER = "20000200154", "Document is printed", "Документ роздрукований";
    DOCUMENTS_NOT_ARRAY = "20000200159", "Documents must be array", "Документи повинні бути масивом";
    EDRPOU_EMPTY = "20000200165", "EDRPOU must not be empty", "ЄДРПОУ не повинен бути порожнім";
    CARGO_TYPE_INCORRECT = "20000200184", "CargoType is incorrect", "Некоректно зазначений тип вантажу";
    OWN_REFERENCE_INVALID = "20000200188", "InfoRegClientBarcodes contains invalid characters", "InfoRegClientBarcodes містить неприпустимі символи";
    OWN_REFERENCE_TOO_LONG = "20000200189", "InfoRegClientBarcodes is too long", "InfoRegClientBarcodes занадто довга";
    CITY_NAME_AMBIGUOUS = "20000200214", "More than one RecipientCity was found", "Знайдено більше одного міста одержувача";
    SEATS_OPTIONS_EMPTY = "20000200226", "OptionsSeat is empty", "Параметр місць порожній";
    PAYER_TYPE_EMPTY = "20000200247", "PayerType not selected", "Тип платника не обрано";
    PAYMENT_METHOD_EMPTY = "20000200248", "PaymentMethod not selected", "Спосіб оплати не обрано";
    PAYMENT_METHOD_INCORRECT = "20000200251", "PaymentMethod is incorrect", "Спосіб оплати некоректний";
    RECIPIENT_ADDRESS_UNKNOWN = "20000200265", "RecipientAddress does not exists", "Адреса одержувача не існує";
    RECIPIENT_ADDRESS_EMPTY = "20000200268", "RecipientAddress not selected", "Адреса отримувача не обрана";
    RECIPIENT_ADDRESS_NAME_NOT_FOUND = "20000200273", "RecipientAddressName not found", "Адресу одержувача за назвою не знайдено";
    CITY_NAME_NOT_FOUND = "20000200279", "RecipientCityName not found", "Назву міста отримувача не знайдено";
    CITY_NAME_EMPTY = "20000200281", "RecipientCityName not selected", "Назву міста отримувача не обрано";
    RECIPIENT_NAME_EMPTY = "20000200283", "RecipientContactName not selected", "Ім'я контакту отримувача не обрано";
    RECIPIENT_HOUSE_EMPTY = "20000200296", "RecipientHouse not selected", "Будинок отримувача не обрано";
    REFS_UNDEFINED = "20000200307", "Refs is not defined", "Refs не визначений";
    SEATS_EMPTY = "20000200313", "SeatsAmount is empty", "Кількість місць не вказано";
    SEATS_INVALID = "20000200314", "SeatsAmount is invalid", "Кількість місць вказано некоректно";
    SENDER_ADDRESS_UNKNOWN = "20000200326", "SenderAddress does not exists", "Адреса відправника не існує";
    SENDER_ADDRESS_EMPTY = "20000200329", "SenderAddress not selected", "Адресу відправника не обрано";
    SERVICE_TYPE_EMPTY = "20000200347", "ServiceType is empty", "Технологію доставки не вказано";
    SERVICE_TYPE_INCORRECT = "20000200348", "ServiceType is incorrect", "Технологію доставки вказано некоректно";
    WEIGHT_INVALID = "20000200373", "Weight is invalid", "Вага вказана некоректно";
    WEIGHT_OF_DOCUMENTS = "20000200376", "Weight is too high for CargoType Documents", "Вага занадто велика для типу документи";
    RECIPIENT_BRANCH_WEIGHT = "20000201162", "Weight exceeds the limit of the recipient warehouse", "Вага перевищує ліміт для складу-одержувача на одне місце відправлення";
    SENDER_BRANCH_WEIGHT = "20000203729", "Weight exceeds the limit of the sender warehouse", "Вага перевищує ліміт для складу-відправника на одне місце відправлення";
    COUNTERPARTY_REF_EMPTY = "20000800728", "Counterparty Ref is not specified", "Ідентифікатор Ref контрагента не вказано";
    RECIPIENTS_ONLY = "20000900740", "You can only create counterparties Recipient", "Можна створювати лише контрагентів-одержувачів";
    REF_NOT_FOUND = "20000301271", "IntDocNumber is incorrect or Ref not found", "Номер накладної або Ref не знайдено";
    CONTACT_RECIPIENT_UNKNOWN = "20000300398", "ContactRecipient does not exists", "Контакт одержувача не існує";
    CONTACT_RECIPIENT_EMPTY = "20000300401", "ContactRecipient not selected", "Контакт отримувача не обрано";
    CONTACT_SENDER_UNKNOWN = "20000300403", "ContactSender does not exists", "Контакт відправника не існує";
    CONTACT_SENDER_EMPTY = "20000300406", "ContactSender not selected", "Контакт відправника не обрано";
    LIST_DATE_INVALID = "20000300412", "Filter DateCreated invalid format", "Фільтр за датою: невірний формат";
    DOCUMENT_NOT_FOUND = "20000300415", "Document not found", "Документ не знайдено";
    RECIPIENT_UNKNOWN = "20000300428", "Recipient does not exists", "Одержувач не існує";
    RECIPIENT_EMPTY = "20000300431", "Recipient not selected", "Одержувача не обрано";
    RECIPIENTS_PHONE_INVALID = "20000300434", "RecipientsPhone invalid format", "Телефон одержувача: невірний формат";
    RECIPIENTS_PHONE_EMPTY = "20000300435", "RecipientsPhone is empty", "Телефон одержувача порожній";
    SENDER_UNKNOWN = "20000300439", "Sender does not exists", "Відправник не існує";
    SENDER_EMPTY = "20000300442", "Sender not selected", "Відправника не обрано";
    SENDERS_PHONE_INVALID = "20000300444", "SendersPhone invalid format", "Телефон відправника: невірний формат";
    SENDERS_PHONE_EMPTY = "20000300445", "SendersPhone is empty", "Телефон відправника порожній";
    WAYBILL_NOT_FOUND = "20000301849", "Express waybill not found", "Експрес-накладну не знайдено";
    COST_EMPTY = "20000400452", "Cost is empty", "Вартість не вказана";
    DATE_PAST = "20000400455", "DateTime is less than now", "Дата не може бути менше, ніж сьогодні";
    DATE_INVALID = "20000400456", "DateTime invalid format", "Дата: невірний формат";
    PAYER_TYPE_INCORRECT = "20000400475", "PayerType is incorrect", "Тип платника невірний";
    REF_INCORRECT = "20000400480", "Ref is incorrect", "Ref некоректний";
    WEIGHT_EMPTY = "20000400503", "Weight is empty", "Вага не вказана";
    NUMBER_NOT_CORRECT = "20001401442", "Document number is not correct", "Номер документа некоректний";
    NOT_UNIQUE = "30000900779", "Counterparty is not unique", "Контрагент не унікальний";
    THROTTLED = "429", "requests per minute limit exceeded", "Перевищено ліміт запитів на хвилину";
}

/// The waybill exists, but nothing was handed over yet.
pub(crate) const CREATED: u16 = 1;
/// The waybill was deleted.
pub(crate) const DELETED: u16 = 2;
/// No such waybill.
pub(crate) const NOT_FOUND: u16 = 3;
/// The route a waybill walks unless it is given another.
pub(crate) const DEFAULT_ROUTE: [u16; 6] = [1, 4, 5, 6, 7, 9];
/// The parcel waits at a branch or in a postomat.
pub(crate) const ARRIVED: [u16; 2] = [7, 8];
/// The recipient has the parcel.
pub(crate) const RECEIVED: [u16; 4] = [9, 10, 11, 106];
/// The money transfer was paid out to the sender.
pub(crate) const MONEY_PAID_OUT: u16 = 11;
/// The recipient refused, or the sender called the parcel back.
pub(crate) const REFUSED: [u16; 3] = [102, 103, 108];
/// Somebody was not at home.
pub(crate) const ATTEMPT_FAILED: u16 = 111;

/// The tracking status codes the carrier documents, with their Ukrainian texts; `{sender}` and
/// `{recipient}` stand for their cities.
pub(crate) const STATUSES: &[(u16, &str)] = &[
    (1, "Відправник самостійно створив цю накладну, але ще не надав до відправки"),
    (2, "Видалено"),
    (3, "Номер не знайдено"),
    (4, "Відправлення у місті {sender}"),
    (41, "Відправлення у місті {sender}"),
    (5, "Відправлення прямує до міста {recipient}"),
    (6, "Відправлення у місті {recipient}, орієнтовна доставка до відділення. Очікуйте додаткове повідомлення про прибуття"),
    (7, "Прибув на відділення"),
    (8, "Прибув на відділення (завантажено в Поштомат)"),
    (9, "Відправлення отримано"),
    (10, "Відправлення отримано. Протягом доби ви одержите SMS-повідомлення про надходження грошового переказу"),
    (11, "Відправлення отримано. Грошовий переказ видано одержувачу"),
    (12, "Нова Пошта комплектує ваше відправлення"),
    (14, "Відправлення передано до огляду отримувачу"),
    (101, "На шляху до одержувача"),
    (102, "Відмова від отримання (Відправником створено замовлення на повернення)"),
    (103, "Відмова одержувача"),
    (104, "Змінено адресу"),
    (105, "Припинено зберігання"),
    (106, "Одержано і створено ЄН зворотної доставки"),
    (108, "Відмова від отримання"),
    (111, "Невдала спроба доставки через відсутність Одержувача на адресі або зв'язку з ним"),
    (112, "Дата доставки перенесена Одержувачем"),
];

/// The text of a status. A code outside the table has a text too: the carrier adds codes without
/// notice, and a client must live with one it does not know.
pub(crate) fn status_text(code: u16, sender_city: &str, recipient_city: &str) -> String {
    STATUSES
        .iter()
        .find(|(known, _)| *known == code)
        .map_or("Статус уточнюється", |(_, text)| text)
        .replace("{sender}", sender_city)
        .replace("{recipient}", recipient_city)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_numeric() {
        let codes: BTreeSet<_> = MESSAGES.iter().map(|message| message.code).collect();
        assert_eq!(codes.len(), MESSAGES.len());
        assert!(codes.iter().all(|code| code.bytes().all(|b| b.is_ascii_digit())));
        let statuses: BTreeSet<_> = STATUSES.iter().map(|(code, _)| code).collect();
        assert_eq!(statuses.len(), 23);
    }

    #[test]
    fn a_status_names_its_city() {
        assert_eq!(status_text(5, "Київ", "Львів"), "Відправлення прямує до міста Львів");
        assert_eq!(status_text(777, "", ""), "Статус уточнюється");
    }
}

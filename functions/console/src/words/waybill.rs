//! The waybill of an order.

use super::group;

group! {
    /// The card on the order's page, and the form.
    WaybillWords {
        title: "Waybill", "ТТН", "ТТН";
        none: "No waybill yet.", "ТТН ще немає.", "ТТН ещё нет.";
        none_do: "Make one when the goods are packed.", "Створіть, коли товар запаковано.", "Создайте, когда товар упакован.";
        make: "Make a waybill", "Створити ТТН", "Создать ТТН";
        make_for: "Waybill for order {}", "ТТН для замовлення {}", "ТТН для заказа {}";
        register: "Type in a waybill number", "Ввести номер ТТН", "Ввести номер ТТН";
        register_hint: "For a waybill that was made elsewhere. It is followed all the same.", "Для ТТН, створеної деінде. За нею так само стежимо.", "Для ТТН, созданной в другом месте. За ней так же следим.";
        number: "Number", "Номер", "Номер";
        carrier: "Carrier", "Перевізник", "Перевозчик";
        carrier_says: "The carrier says", "Перевізник каже", "Перевозчик говорит";
        code: "code {}", "код {}", "код {}";
        since: "since {}", "від {}", "с {}";
        estimated: "Expected", "Очікується", "Ожидается";
        cost: "Delivery price", "Ціна доставки", "Цена доставки";
        return_number: "Return waybill", "Зворотна ТТН", "Обратная ТТН";
        being_made: "The carrier is being asked for a waybill.", "Запитуємо ТТН у перевізника.", "Запрашиваем ТТН у перевозчика.";
        being_made_do: "It usually takes a few seconds; this page follows it.", "Зазвичай це кілька секунд; сторінка стежить сама.", "Обычно это несколько секунд; страница следит сама.";
        failed: "The waybill was not made.", "ТТН не створено.", "ТТН не создана.";
        attempts: "Failed attempts: {}", "Невдалих спроб: {}", "Неудачных попыток: {}";
        next_try: "Next try: {}", "Наступна спроба: {}", "Следующая попытка: {}";
        no_next_try: "It is not tried again by itself. Correct what is wrong and try again, or void it.", "Сама більше не пробує. Виправте причину й повторіть або анулюйте.", "Сама больше не пробует. Исправьте причину и повторите или аннулируйте.";
        retry: "Try again now", "Повторити зараз", "Повторить сейчас";
        being_voided: "It is being deleted: {}", "Видаляється: {}", "Удаляется: {}";
        void: "Void the waybill", "Анулювати ТТН", "Аннулировать ТТН";
        voided: "Void: {}", "Анульовано: {}", "Аннулирована: {}";
        earlier: "Earlier waybills", "Попередні ТТН", "Предыдущие ТТН";
        recipient: "Recipient: surname and first name", "Одержувач: прізвище та ім’я", "Получатель: фамилия и имя";
        recipient_phone: "Recipient's telephone", "Телефон одержувача", "Телефон получателя";
        city: "City", "Місто", "Город";
        find_city: "Find the city", "Знайти місто", "Найти город";
        area: "Oblast", "Область", "Область";
        branch: "Branch or postomat number", "Номер відділення чи поштомату", "Номер отделения или почтомата";
        find_branch: "Find the branch", "Знайти відділення", "Найти отделение";
        nothing_found: "Nothing was found. Check the spelling.", "Нічого не знайдено. Перевірте написання.", "Ничего не найдено. Проверьте написание.";
        weight: "Weight, kg", "Вага, кг", "Вес, кг";
        seats: "Pieces", "Місць", "Мест";
        size: "Size of the biggest piece, cm (for a postomat)", "Розмір найбільшого місця, см (для поштомату)", "Размер наибольшего места, см (для почтомата)";
        length: "length", "довжина", "длина";
        width: "width", "ширина", "ширина";
        height: "height", "висота", "высота";
        contents: "What is inside", "Що всередині", "Что внутри";
        declared: "Declared value", "Оголошена вартість", "Объявленная стоимость";
        payer: "Who pays the carrier", "Хто платить перевізнику", "Кто платит перевозчику";
        payer_recipient: "Recipient", "Одержувач", "Получатель";
        payer_sender: "We, the sender", "Ми, відправник", "Мы, отправитель";
        cash: "Cash on delivery", "Післяплата", "Наложенный платёж";
        ask_price: "Ask the price", "Дізнатися ціну", "Узнать цену";
        price_is: "Delivery: {}", "Доставка: {}", "Доставка: {}";
        price_redelivery: "sending the money back: {}", "переказ грошей: {}", "перевод денег: {}";
        price_needs_city: "Choose the city from the list first.", "Спочатку оберіть місто зі списку.", "Сначала выберите город из списка.";
    }
}

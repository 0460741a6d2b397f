//! What stands around every page, and what is told after an action.

use super::group;

group! {
    /// Header, navigation, sign-in, and words that every page uses.
    Frame {
        title_suffix: "Entrepot", "Entrepot", "Entrepot";
        skip: "Skip to the content", "Перейти до вмісту", "Перейти к содержанию";
        navigation: "Sections", "Розділи", "Разделы";
        orders: "Orders", "Замовлення", "Заказы";
        review: "Review", "Розбір", "Разбор";
        payments: "Payments", "Платежі", "Платежи";
        clients: "Clients", "Клієнти", "Клиенты";
        companies: "Companies", "Компанії", "Компании";
        commerce: "Commerce", "Комерція", "Коммерция";
        events: "Integrations", "Інтеграції", "Интеграции";
        language: "Language", "Мова", "Язык";
        language_short: "EN", "UK", "RU";
        help: "Keyboard shortcuts", "Клавіші", "Клавиши";
        sign_out: "Sign out", "Вийти", "Выйти";
        sign_in: "Sign in", "Увійти", "Войти";
        sign_in_title: "Sign in to Entrepot", "Вхід до Entrepot", "Вход в Entrepot";
        sign_in_lead: "The back office of your trading company: orders, waybills, payments.", "Бек-офіс вашої торгової компанії: замовлення, ТТН, платежі.", "Бэк-офис вашей торговой компании: заказы, ТТН, платежи.";
        sign_in_expired: "Your session is over. Sign in again; you will come back to the same page.", "Сеанс завершено. Увійдіть знову, і ви повернетеся на ту саму сторінку.", "Сеанс завершён. Войдите снова, и вы вернётесь на ту же страницу.";
        live_on: "Updates by itself", "Оновлюється саме", "Обновляется само";
        live_now: "Live: changes appear at once", "Наживо: зміни з’являються одразу", "Вживую: изменения появляются сразу";
        live_off: "No connection. Trying again.", "Немає зв’язку. Пробуємо знову.", "Нет связи. Пробуем снова.";
        live_held: "There is something new. It shows when you have finished typing.", "Є нове. З’явиться, коли закінчите ввід.", "Есть новое. Появится, когда закончите ввод.";
        live_changed: "The page has been updated.", "Сторінку оновлено.", "Страница обновлена.";
        live_signed_out: "Your session is over. Reload the page to sign in.", "Сеанс завершено. Перезавантажте сторінку, щоб увійти.", "Сеанс завершён. Перезагрузите страницу, чтобы войти.";
        copy: "Copy", "Копіювати", "Копировать";
        copied: "Copied", "Скопійовано", "Скопировано";
        search: "Search", "Пошук", "Поиск";
        find: "Find", "Знайти", "Найти";
        all: "All", "Усі", "Все";
        next_page: "Next page", "Наступна сторінка", "Следующая страница";
        first_page: "To the beginning", "На початок", "В начало";
        save: "Save", "Зберегти", "Сохранить";
        change: "Change", "Змінити", "Изменить";
        remove: "Remove", "Прибрати", "Убрать";
        optional: "optional", "необов’язково", "необязательно";
        reason: "Reason", "Причина", "Причина";
        none: "none", "немає", "нет";
        yes: "Yes", "Так", "Да";
        no: "No", "Ні", "Нет";
        status: "Status", "Статус", "Статус";
        actions: "Actions", "Дії", "Действия";
        when: "When", "Коли", "Когда";
        back: "Back", "Назад", "Назад";
        in_minutes: "in {} min", "за {} хв", "через {} мин";
        in_hours: "in {} h", "за {} год", "через {} ч";
        due_now: "now", "зараз", "сейчас";
    }
}

group! {
    /// The page of keyboard shortcuts.
    Help {
        title: "Keyboard shortcuts", "Клавіші", "Клавиши";
        lead: "They work when no field is being edited.", "Працюють, коли жодне поле не редагується.", "Работают, когда ни одно поле не редактируется.";
        key: "Key", "Клавіша", "Клавиша";
        does: "What it does", "Що робить", "Что делает";
        down: "Next row", "Наступний рядок", "Следующая строка";
        up: "Previous row", "Попередній рядок", "Предыдущая строка";
        open: "Open the row", "Відкрити рядок", "Открыть строку";
        search: "Search", "Пошук", "Поиск";
        help: "This page", "Ця сторінка", "Эта страница";
        orders: "To the orders", "До замовлень", "К заказам";
        review: "To the payments to review", "До платежів на розбір", "К платежам на разбор";
        payments: "To the payments", "До платежів", "К платежам";
        events: "To the integrations", "До інтеграцій", "К интеграциям";
        new_order: "New order", "Нове замовлення", "Новый заказ";
        contracts: "To the contracts", "До договорів", "К договорам";
        invoices: "To the invoices", "До рахунків", "К счетам";
        money: "To the money", "До грошей", "К деньгам";
        ledger: "To the books", "До книг обліку", "К книгам учёта";
        approvals: "To the approvals", "До погоджень", "К согласованиям";
        customs: "To the declarations", "До декларацій", "К декларациям";
        dashboard: "To my orders against the plan", "До моїх замовлень проти плану", "К моим заказам против плана";
        estimates: "To the estimates", "До кошторисів", "К сметам";
        approve: "Approve, confirm or accept: unfold and type", "Погодити, підтвердити чи прийняти: розгорнути й друкувати", "Согласовать, подтвердить или принять: развернуть и печатать";
        offer: "Offer other prices", "Запропонувати інші ціни", "Предложить другие цены";
        reject: "Refuse or decline", "Відмовити чи відхилити", "Отказать или отклонить";
        submit: "Submit an order", "Подати замовлення", "Подать заказ";
        send: "Send the form that is being typed", "Надіслати форму, що заповнюється", "Отправить форму, которая заполняется";
        escape: "Leave the field", "Вийти з поля", "Выйти из поля";
        no_script: "Without JavaScript everything works except shortcuts, copying and updates by itself.", "Без JavaScript працює все, крім клавіш, копіювання та самооновлення.", "Без JavaScript работает всё, кроме клавиш, копирования и самообновления.";
    }
}

group! {
    /// What has just been done.
    Done {
        created: "The order is created.", "Замовлення створено.", "Заказ создан.";
        confirmed: "The order is confirmed.", "Замовлення підтверджено.", "Заказ подтверждён.";
        cancelled: "The order is cancelled.", "Замовлення скасовано.", "Заказ отменён.";
        revised: "The goods are changed.", "Товари змінено.", "Товары изменены.";
        overridden: "The status is set by hand.", "Статус встановлено вручну.", "Статус установлен вручную.";
        withdrawn: "The status follows from facts again.", "Статус знову випливає з фактів.", "Статус снова следует из фактов.";
        requested: "The carrier is being asked for a waybill. This page follows it.", "Запитуємо ТТН у перевізника. Ця сторінка стежить за цим.", "Запрашиваем ТТН у перевозчика. Эта страница следит за этим.";
        registered: "The waybill is recorded.", "ТТН записано.", "ТТН записана.";
        retried: "It is being tried again.", "Пробуємо знову.", "Пробуем снова.";
        voided: "The waybill is being deleted.", "ТТН видаляється.", "ТТН удаляется.";
        resolved: "The exception is resolved.", "Відхилення закрито.", "Отклонение закрыто.";
        noted: "It is on the timeline.", "Додано до хронології.", "Добавлено в хронологию.";
        client_saved: "The client is saved.", "Клієнта збережено.", "Клиент сохранён.";
        company_saved: "The company is saved.", "Компанію збережено.", "Компания сохранена.";
        recorded: "The payment is recorded.", "Платіж внесено.", "Платёж внесён.";
        matched: "The payment is matched.", "Платіж зіставлено.", "Платёж сопоставлен.";
        unmatched: "The payment is taken off its order.", "Платіж відв’язано від замовлення.", "Платёж отвязан от заказа.";
        rejected: "The payment is rejected.", "Платіж відхилено.", "Платёж отклонён.";
        evaluated: "The orders are compared again.", "Замовлення порівняно знову.", "Заказы сравнены снова.";
        given_up: "Nobody tries this message any more.", "Це повідомлення більше не пробуємо.", "Это сообщение больше не пробуем.";
        resumed: "The statement is read again.", "Виписку знову читаємо.", "Выписка снова читается.";
    }
}

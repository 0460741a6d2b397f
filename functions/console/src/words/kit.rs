//! What all pages of commerce and ledger say.

use super::group;

group! {
    /// Tabs, forms and tables.
    Kit {
        commerce: "Commerce", "Комерція", "Коммерция";
        contracts: "Contracts", "Договори", "Договоры";
        parties: "Parties", "Контрагенти", "Контрагенты";
        facts: "Fulfilment", "Виконання", "Исполнение";
        invoices: "Invoices", "Рахунки", "Счета";
        payments: "Money", "Гроші", "Деньги";
        sales: "Sales", "Продажі", "Продажи";
        claims: "Ageing", "Прострочення", "Просрочка";
        forecast: "Cash flow", "Рух грошей", "Движение денег";
        stock: "Stock", "Склад", "Склад";
        assets: "Assets", "Активи", "Активы";
        budgets: "Budgets", "Бюджети", "Бюджеты";
        save: "Save", "Зберегти", "Сохранить";
        ledger: "Ledger", "Облік", "Учёт";
        table: "Table", "Таблиця", "Таблица";
        show: "Show", "Показати", "Показать";
        add_line: "Add a line", "Додати рядок", "Добавить строку";
        choose_party: "find and choose one", "знайдіть і оберіть", "найдите и выберите";
        party_hint: "Name, tax number or telephone", "Назва, податковий номер або телефон", "Название, налоговый номер или телефон";
        no_party: "No party was found. Register it under Parties first.", "Не знайдено. Спочатку зареєструйте в розділі «Контрагенти».", "Не найдено. Сначала зарегистрируйте в разделе «Контрагенты».";
        from: "From", "Від", "От";
        to: "To", "До", "До";
        as_of: "As of", "Станом на", "По состоянию на";
        day: "Day", "День", "День";
        text: "Text", "Зміст", "Содержание";
        amount: "Amount", "Сума", "Сумма";
        currency: "Currency", "Валюта", "Валюта";
        party: "Party", "Контрагент", "Контрагент";
        kind: "Kind", "Вид", "Вид";
        document: "Document", "Документ", "Документ";
        entries: "Entries", "Проведення", "Проводки";
        total: "Total", "Разом", "Итого";
        note: "Note", "Примітка", "Примечание";
        line_wrong: "line {}, {}", "рядок {}, {}", "строка {}, {}";
    }
}

group! {
    /// What has just been done.
    KitDone {
        saved: "It is saved.", "Збережено.", "Сохранено.";
        book_opened: "The book is open.", "Книгу відкрито.", "Книга открыта.";
        posted: "The entry is posted.", "Проведення записано.", "Проводка записана.";
        reversed: "It is taken back by a new entry.", "Сторновано новим проведенням.", "Сторнировано новой проводкой.";
        period_closed: "The month is closed.", "Місяць закрито.", "Месяц закрыт.";
        period_reopened: "The month is open again.", "Місяць знову відкрито.", "Месяц снова открыт.";
        signed: "The contract is signed.", "Договір підписано.", "Договор подписан.";
        issued: "The invoice is issued.", "Рахунок виставлено.", "Счёт выставлен.";
        invoice_posted: "The invoice is in the books.", "Рахунок проведено в обліку.", "Счёт проведён в учёте.";
        printing: "It is being printed. This page follows it.", "Друкуємо. Ця сторінка стежить за цим.", "Печатаем. Эта страница следит за этим.";
        allocated: "The money is allocated.", "Гроші рознесено.", "Деньги разнесены.";
        resumed_sale: "The sale goes on.", "Продаж рухається далі.", "Продажа идёт дальше.";
        order_approved: "Your approval is recorded.", "Ваше погодження записано.", "Ваше согласование записано.";
        order_rejected: "Your refusal is recorded.", "Вашу відмову записано.", "Ваш отказ записан.";
        offer_made: "The manager has your offer. The time stands still until the answer.", "Пропозицію передано менеджерові. Час зупинено до відповіді.", "Предложение передано менеджеру. Время остановлено до ответа.";
        emergency_recorded: "The emergency approval is recorded.", "Екстрене погодження записано.", "Экстренное согласование записано.";
        submitted: "The order is submitted. This page follows it.", "Замовлення подано. Ця сторінка стежить за ним.", "Заказ подан. Эта страница следит за ним.";
        account_closed: "The account is closed.", "Рахунок закрито.", "Счёт закрыт.";
    }
}

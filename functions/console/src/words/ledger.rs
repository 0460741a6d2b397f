//! Books, entries, balances.

use super::{Words, group};

group! {
    /// Books of own companies.
    Books {
        books: "Books", "Книги обліку", "Книги учёта";
        lead: "One book an own company: every posted document is in it, debit equal to credit.", "Одна книга на власну компанію: у ній кожен проведений документ, дебет дорівнює кредиту.", "Одна книга на собственную компанию: в ней каждый проведённый документ, дебет равен кредиту.";
        open: "Open a book", "Відкрити книгу", "Открыть книгу";
        empty: "No book is open yet.", "Жодної книги ще не відкрито.", "Ни одной книги ещё не открыто.";
        empty_do: "Name the own companies under Parties, then open a book for each.", "Визначте власні компанії в розділі «Контрагенти», потім відкрийте книгу для кожної.", "Определите собственные компании в разделе «Контрагенты», затем откройте книгу для каждой.";
        book: "Book", "Книга", "Книга";
        name: "Name", "Назва", "Название";
        company: "Own company", "Власна компанія", "Собственная компания";
        no_company: "No own company without a book. Relate it to the root under Parties first.", "Немає власної компанії без книги. Спочатку пов’яжіть її з головною в розділі «Контрагенти».", "Нет собственной компании без книги. Сначала свяжите её с головной в разделе «Контрагенты».";
        opened_from: "First day", "Перший день", "Первый день";
        closed_through: "Closed up to", "Закрито по", "Закрыто по";
        nothing_closed: "nothing is closed", "нічого не закрито", "ничего не закрыто";
        opening: "Opening balances", "Вхідні залишки", "Входящие остатки";
        opening_hint: "What the company had and owed on the first day, by account. What does not balance goes to the account for opening balances.", "Що компанія мала й винна на перший день, за рахунками. Різниця піде на рахунок вхідних залишків.", "Что компания имела и должна на первый день, по счетам. Разница пойдёт на счёт входящих остатков.";
        trial: "Trial balance", "Оборотно-сальдова відомість", "Оборотно-сальдовая ведомость";
        trial_of: "Trial balance: {}", "Оборотно-сальдова відомість: {}", "Оборотно-сальдовая ведомость: {}";
        journal: "Journal", "Журнал", "Журнал";
        chart: "Accounts", "План рахунків", "План счетов";
        periods: "Periods", "Періоди", "Периоды";
        seal: "Seal", "Печатка", "Печать";
        by_hand: "Entry by hand", "Проведення вручну", "Проводка вручную";
        export: "Export", "Експорт", "Экспорт";
        consolidated: "Consolidated", "Консолідація", "Консолидация";
        consolidated_title: "Consolidated trial balance", "Консолідована відомість", "Консолидированная ведомость";
        known_at: "As known on", "Як було відомо на", "Как было известно на";
        known_hint: "Only what was recorded by the end of this day", "Лише записане до кінця цього дня", "Только записанное до конца этого дня";
        financial: "Financial", "Фінансовий", "Финансовый";
        control: "Promises and limits", "Обіцянки та ліміти", "Обещания и лимиты";
        account: "Account", "Рахунок", "Счёт";
        code: "Account code", "Код рахунку", "Код счёта";
        opening_debit: "Opening debit", "Дебет на початок", "Дебет на начало";
        opening_credit: "Opening credit", "Кредит на початок", "Кредит на начало";
        debit: "Debit", "Дебет", "Дебет";
        credit: "Credit", "Кредит", "Кредит";
        closing_debit: "Closing debit", "Дебет на кінець", "Дебет на конец";
        closing_credit: "Closing credit", "Кредит на кінець", "Кредит на конец";
        balanced: "Balanced", "Баланс сходиться", "Баланс сходится";
        unbalanced: "Does not balance yet", "Баланс ще не сходиться", "Баланс ещё не сходится";
        trial_empty: "Nothing stands or moved on any account in these days.", "За ці дні на рахунках нічого немає.", "За эти дни на счетах ничего нет.";
        trial_empty_do: "Choose other days, or post the first document.", "Оберіть інші дні або проведіть перший документ.", "Выберите другие дни или проведите первый документ.";
        statement_of: "Account {}: {}", "Рахунок {}: {}", "Счёт {}: {}";
        statement_empty: "Nothing moved on this account in these days.", "За ці дні руху на рахунку немає.", "За эти дни движения по счёту нет.";
        statement_empty_do: "Choose other days.", "Оберіть інші дні.", "Выберите другие дни.";
        party_statement: "Statement with a party", "Звірка з контрагентом", "Сверка с контрагентом";
        opening_balance: "At the beginning", "На початок", "На начало";
        closing_balance: "At the end", "На кінець", "На конец";
        journal_empty: "No entries in these days.", "За ці дні проведень немає.", "За эти дни проводок нет.";
        add_account: "Add an account", "Додати рахунок", "Добавить счёт";
        close_account: "Close", "Закрити", "Закрыть";
        closed: "Closed", "Закрито", "Закрыт";
    }
}

group! {
    /// One entry, and one made by hand.
    Entries {
        entry: "Entry of {}", "Проведення від {}", "Проводка от {}";
        new: "New entry by hand", "Нове проведення вручну", "Новая проводка вручную";
        new_hint: "For what no document says. It is dated today or earlier, in an open month; debit must equal credit.", "Для того, чого немає в документах. Сьогоднішнім або минулим днем відкритого місяця; дебет дорівнює кредиту.", "Для того, чего нет в документах. Сегодняшним или прошлым днём открытого месяца; дебет равен кредиту.";
        post: "Post", "Провести", "Провести";
        proof: "The paper that proves it", "Документ-підстава", "Документ-основание";
        with_party: "With whom", "З ким", "С кем";
        lines: "Lines", "Рядки", "Строки";
        one_side: "fill in either debit or credit", "заповніть дебет або кредит", "заполните дебет или кредит";
        rule: "Posting rule", "Правило проведення", "Правило проводки";
        rule_version: "{}, version {}", "{}, версія {}", "{}, версия {}";
        source: "Caused by", "Підстава", "Основание";
        source_version: "version {} of the document", "версія {} документа", "версия {} документа";
        hash: "Hash of the document", "Хеш документа", "Хеш документа";
        recorded: "Written", "Записано", "Записано";
        recorded_by: "By", "Ким", "Кем";
        sealed: "Sealed", "Опечатано", "Опечатано";
        seal_place: "place {} in the chain", "місце {} у ланцюгу", "место {} в цепочке";
        not_sealed: "Waits for its seal", "Чекає на печатку", "Ждёт печати";
        reverses: "Takes back", "Сторнує", "Сторнирует";
        reversed_by: "Taken back by", "Сторновано", "Сторнирована";
        reversed: "Taken back", "Сторновано", "Сторнирована";
        the_entry: "this entry", "це проведення", "эту проводку";
        reverse: "Take back", "Сторнувати", "Сторнировать";
        reverse_hint: "A new entry with the sides exchanged is posted; both name each other.", "Буде записано нове проведення зі зворотними сторонами; обидва пов’язані.", "Будет записана новая проводка с обратными сторонами; обе связаны.";
        day_today: "Day, today when empty", "День; порожньо: сьогодні", "День; пусто: сегодня";
        original: "{} at {}", "{} за курсом {}", "{} по курсу {}";
        of_document: "Entries of a document", "Проведення документа", "Проводки документа";
        of_document_empty: "This document has posted nothing yet.", "Цей документ ще нічого не провів.", "Этот документ ещё ничего не провёл.";
        of_document_do: "It posts when it is confirmed or posted.", "Проведення з’являться після підтвердження документа.", "Проводки появятся после подтверждения документа.";
        opens_document: "Open the document", "Відкрити документ", "Открыть документ";
    }
}

group! {
    /// Periods, the seal, exports, consolidation.
    Periods {
        title: "Periods: {}", "Періоди: {}", "Периоды: {}";
        lead: "A closed month takes no entries. Months close in order and open again from the newest.", "Закритий місяць не приймає проведень. Місяці закривають по черзі, відкривають з останнього.", "Закрытый месяц не принимает проводок. Месяцы закрывают по порядку, открывают с последнего.";
        next: "Next to close", "Наступний до закриття", "Следующий к закрытию";
        none_to_close: "No month is over that is still open.", "Немає завершеного незакритого місяця.", "Нет завершённого незакрытого месяца.";
        close: "Close {}", "Закрити {}", "Закрыть {}";
        close_button: "Close the month", "Закрити місяць", "Закрыть месяц";
        reopen_button: "Open the month again", "Відкрити місяць знову", "Открыть месяц снова";
        reopen: "Open {} again", "Знову відкрити {}", "Снова открыть {}";
        only_lead: "A team lead opens a closed month again.", "Закритий місяць відкриває керівник відділу.", "Закрытый месяц открывает руководитель отдела.";
        seal_title: "Seal: {}", "Печатка: {}", "Печать: {}";
        seal_lead: "Every entry is chained to the one before it by a hash. Verification reads every entry anew and computes the chain again.", "Кожне проведення зчеплене з попереднім хешем. Перевірка читає все наново й обчислює ланцюг ще раз.", "Каждая проводка сцеплена с предыдущей хешем. Проверка читает всё заново и вычисляет цепочку ещё раз.";
        verify: "Verify from the beginning", "Перевірити спочатку", "Проверить сначала";
        go_on: "Continue at {}", "Продовжити з {}", "Продолжить с {}";
        good: "Good up to {} of {}", "Справно до {} з {}", "Исправно до {} из {}";
        all_good: "All {} links are as they were sealed.", "Усі {} ланок такі, як були опечатані.", "Все {} звеньев такие, как были опечатаны.";
        nothing_sealed: "Nothing is sealed yet.", "Ще нічого не опечатано.", "Ещё ничего не опечатано.";
        nothing_sealed_do: "Entries are sealed a minute after they are posted.", "Проведення опечатуються за хвилину після запису.", "Проводки опечатываются через минуту после записи.";
        broken: "Broken at {}: {}", "Порушено на {}: {}", "Нарушено на {}: {}";
        broken_do: "Do not post on. Keep this page, and tell the administrator the entry.", "Зупиніть проведення. Збережіть цю сторінку й повідомте адміністратору.", "Остановите проводки. Сохраните эту страницу и сообщите администратору.";
        missing: "the entry is missing", "проведення зникло", "проводка исчезла";
        misplaced: "the entry does not belong here", "проведення не на своєму місці", "проводка не на своём месте";
        unlinked: "the link does not follow the one before", "ланка не зчеплена з попередньою", "звено не сцеплено с предыдущим";
        changed: "the entry was changed", "проведення змінено", "проводка изменена";
        last_hash: "Hash of the last link", "Хеш останньої ланки", "Хеш последнего звена";
        last_hash_do: "Keep it elsewhere to prove later that nothing changed.", "Збережіть його окремо, щоб довести незмінність.", "Сохраните его отдельно, чтобы доказать неизменность.";
        export_title: "Export: {}", "Експорт: {}", "Экспорт: {}";
        export_lead: "The journal as text for other programs. They add it up to the same balances.", "Журнал текстом для інших програм. Вони рахують ті самі залишки.", "Журнал текстом для других программ. Они считают те же остатки.";
        for_hledger: "File for hledger", "Файл для hledger", "Файл для hledger";
        for_beancount: "File for beancount", "Файл для beancount", "Файл для beancount";
        export_days: "Days", "Дні", "Дни";
        export_long: "more entries than one file takes; choose fewer days", "більше проведень, ніж вміщує файл; оберіть менше днів", "больше проводок, чем вмещает файл; выберите меньше дней";
        elimination: "Elimination", "Елімінація", "Элиминация";
        pairs: "Between own companies", "Між власними компаніями", "Между собственными компаниями";
        pairs_empty: "Own companies booked nothing with each other.", "Між власними компаніями операцій немає.", "Между собственными компаниями операций нет.";
        settlements: "Settlements", "Розрахунки", "Расчёты";
        deliveries: "Deliveries", "Поставки", "Поставки";
        inside_margin: "Margin on goods", "Націнка на товарах", "Наценка на товарах";
        margin_taken_out: "{} is the margin on goods sold between own companies, all taken out of stock. As far as the goods were sold on, it belongs to the cost of sales.", "{} — націнка на товарах між власними компаніями, уся вилучена із запасів. Наскільки товари продано далі, вона належить до собівартості.", "{} — наценка на товарах между собственными компаниями, вся исключена из запасов. Насколько товары проданы дальше, она относится к себестоимости.";
        agrees: "Agrees", "Сходиться", "Сходится";
        differs: "Differs", "Розходиться", "Расходится";
        with_whom: "Companies", "Компанії", "Компании";
    }
}

group! {
    /// Names of codes.
    LedgerCodes {
        asset: "Asset", "Актив", "Актив";
        liability: "Liability", "Зобов’язання", "Обязательство";
        equity: "Equity", "Капітал", "Капитал";
        income: "Income", "Дохід", "Доход";
        expense: "Expense", "Витрати", "Расходы";
        control: "Control", "Контроль", "Контроль";
        invoice: "Invoice", "Рахунок", "Счёт";
        payment: "Payment", "Платіж", "Платёж";
        fact: "Fulfilment", "Виконання", "Исполнение";
        budget: "Budget", "Бюджет", "Бюджет";
        by_hand: "By hand", "Вручну", "Вручную";
        entry: "Entry", "Проведення", "Проводка";
        book: "Opening balances", "Вхідні залишки", "Входящие остатки";
    }
}

group! {
    /// What posting rules use an account for.
    Purposes {
        purpose: "Posting rules use it for", "Правила проводять на нього", "Правила проводят на него";
        bank: "Money at the bank", "Гроші в банку", "Деньги в банке";
        cash: "Money in the till", "Гроші в касі", "Деньги в кассе";
        receivable: "Demands on customers", "Борги покупців", "Долги покупателей";
        payable: "Demands of suppliers", "Борги постачальникам", "Долги поставщикам";
        advances_received: "Advances received", "Аванси отримані", "Авансы полученные";
        advances_paid: "Advances paid", "Аванси видані", "Авансы выданные";
        sales_settlement: "Sales not billed yet", "Продажі, ще не виставлені", "Продажи, ещё не выставленные";
        purchase_settlement: "Purchases not billed yet", "Закупівлі, ще не виставлені", "Закупки, ещё не выставленные";
        revenue: "Revenue", "Дохід", "Выручка";
        cost_of_sales: "Cost of sales", "Собівартість продажів", "Себестоимость продаж";
        inventory: "Goods in stock", "Товари на складі", "Товары на складе";
        expense: "Expense", "Витрати", "Расходы";
        output_tax: "Tax on sales", "Податок із продажів", "Налог с продаж";
        input_tax: "Tax on purchases", "Податок із закупівель", "Налог с закупок";
        tax_withheld: "Tax kept back", "Утриманий податок", "Удержанный налог";
        exchange_gain: "Gains from exchange rates", "Прибутки від курсів", "Прибыли от курсов";
        exchange_loss: "Losses from exchange rates", "Збитки від курсів", "Убытки от курсов";
        small_gain: "Small differences in our favour", "Дрібні різниці на нашу користь", "Мелкие разницы в нашу пользу";
        small_loss: "Small differences against us", "Дрібні різниці не на нашу користь", "Мелкие разницы не в нашу пользу";
        opening: "The other side of opening balances", "Кореспонденція вхідних залишків", "Корреспонденция входящих остатков";
        retained: "Profits of earlier years", "Прибутки минулих років", "Прибыли прошлых лет";
        budget_held: "Budget that is promised", "Обіцяний бюджет", "Обещанный бюджет";
        budget_spent: "Budget that is used", "Використаний бюджет", "Использованный бюджет";
        budget_limit: "The other side of budgets", "Кореспонденція бюджетів", "Корреспонденция бюджетов";
        partner: "Book of the other own company", "Книга іншої власної компанії", "Книга другой собственной компании";
    }
}

/// Every purpose, by the code of the API.
pub(crate) const PURPOSES: &[&str] = &[
    "bank",
    "cash",
    "receivable",
    "payable",
    "advances-received",
    "advances-paid",
    "sales-settlement",
    "purchase-settlement",
    "revenue",
    "cost-of-sales",
    "inventory",
    "expense",
    "output-tax",
    "input-tax",
    "tax-withheld",
    "exchange-gain",
    "exchange-loss",
    "small-difference-gain",
    "small-difference-loss",
    "opening-balance",
    "retained-earnings",
    "budget-held",
    "budget-spent",
    "budget-limit",
];

impl Words {
    /// What an account counts.
    pub(crate) fn account_kind<'a>(&self, code: &'a str) -> &'a str {
        let codes = &self.ledger_codes;
        match code {
            "asset" => codes.asset,
            "liability" => codes.liability,
            "equity" => codes.equity,
            "income" => codes.income,
            "expense" => codes.expense,
            "control" => codes.control,
            other => other,
        }
    }

    /// What posting rules use an account for.
    pub(crate) fn account_purpose<'a>(&self, code: &'a str) -> &'a str {
        let words = &self.purposes;
        match code {
            "bank" => words.bank,
            "cash" => words.cash,
            "receivable" => words.receivable,
            "payable" => words.payable,
            "advances-received" => words.advances_received,
            "advances-paid" => words.advances_paid,
            "sales-settlement" => words.sales_settlement,
            "purchase-settlement" => words.purchase_settlement,
            "revenue" => words.revenue,
            "cost-of-sales" => words.cost_of_sales,
            "inventory" => words.inventory,
            "expense" => words.expense,
            "output-tax" => words.output_tax,
            "input-tax" => words.input_tax,
            "tax-withheld" => words.tax_withheld,
            "exchange-gain" => words.exchange_gain,
            "exchange-loss" => words.exchange_loss,
            "small-difference-gain" => words.small_gain,
            "small-difference-loss" => words.small_loss,
            "opening-balance" => words.opening,
            "retained-earnings" => words.retained,
            "budget-held" => words.budget_held,
            "budget-spent" => words.budget_spent,
            "budget-limit" => words.budget_limit,
            other => other,
        }
    }

    /// What kind of document caused an entry.
    pub(crate) fn source_kind<'a>(&self, code: &'a str) -> &'a str {
        let codes = &self.ledger_codes;
        match code {
            "commerce.invoice" => codes.invoice,
            "commerce.payment" => codes.payment,
            "commerce.fulfillment-event" => codes.fact,
            "commerce.budget" => codes.budget,
            "ledger.manual" => codes.by_hand,
            "ledger.journal-entry" => codes.entry,
            "ledger.book" => codes.book,
            other => other,
        }
    }

    /// How a chain is broken.
    pub(crate) fn breach<'a>(&self, code: &'a str) -> &'a str {
        let words = &self.periods;
        match code {
            "missing" => words.missing,
            "misplaced" => words.misplaced,
            "unlinked" => words.unlinked,
            "changed" => words.changed,
            other => other,
        }
    }
}

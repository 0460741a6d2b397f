//! Invoices, payments, sales, stock, forecasts.

use super::{Words, group};

group! {
    /// Invoices.
    Invoices {
        no_number: "without a number yet", "ще без номера", "ещё без номера";
        empty: "No invoices here.", "Рахунків тут немає.", "Счетов здесь нет.";
        empty_do: "Open a contract and draft one from what was delivered.", "Відкрийте договір і створіть із поставленого.", "Откройте договор и создайте из поставленного.";
        company: "Own company", "Власна компанія", "Собственная компания";
        direction: "Direction", "Напрям", "Направление";
        ar: "They owe us", "Винні нам", "Должны нам";
        ap: "We owe", "Винні ми", "Должны мы";
        due_open: "Open", "Неоплачені", "Неоплаченные";
        due_overdue: "Overdue", "Прострочені", "Просроченные";
        number: "Number", "Номер", "Номер";
        between: "Who and whom", "Хто й кому", "Кто и кому";
        issued_on: "Dated", "Дата", "Дата";
        due: "Pay by", "Сплатити до", "Оплатить до";
        tax_point: "Tax point", "Податкова дата", "Налоговая дата";
        posted_on: "In the books on", "В обліку від", "В учёте от";
        payable: "To pay", "До сплати", "К оплате";
        open: "Open", "Залишок", "Остаток";
        overdue: "Overdue", "Прострочено", "Просрочен";
        contract: "Contract", "Договір", "Договор";
        belongs_to: "Belongs to", "До документа", "К документу";
        lines: "Lines", "Рядки", "Строки";
        item: "What", "Що", "Что";
        price: "Price", "Ціна", "Цена";
        tax: "Tax", "Податок", "Налог";
        net: "Without tax", "Без податку", "Без налога";
        gross: "With tax", "З податком", "С налогом";
        withheld: "Tax withheld", "Утримано податку", "Удержано налога";
        settled: "Paid", "Сплачено", "Оплачено";
        credited: "Credited", "Скориговано", "Скорректировано";
        written_off: "Small difference written off", "Списано дрібну різницю", "Списана мелкая разница";
        tax_why: "Tax, and why", "Податок і чому", "Налог и почему";
        tax_preview: "Preview: issuing freezes it.", "Попередній розрахунок: виставлення його зафіксує.", "Предварительный расчёт: выставление его зафиксирует.";
        tax_line: "{} {}: {} of {} ({})", "{} {}: {} з {} ({})", "{} {}: {} с {} ({})";
        tax_included: "Prices include the tax; it is taken out of them.", "Ціни містять податок; його виділено з них.", "Цены содержат налог; он выделен из них.";
        tax_on_top: "The tax is added to the prices.", "Податок додано до цін.", "Налог добавлен к ценам.";
        tax_rules: "Rules used: {}", "Застосовані правила: {}", "Применённые правила: {}";
        rounding: "Rounding: {}", "Округлення: {}", "Округление: {}";
        until: "until {}", "до {}", "до {}";
        allocations: "Money on it", "Оплати", "Оплаты";
        no_allocations: "No money has come yet.", "Грошей ще не надходило.", "Денег ещё не поступало.";
        no_allocations_do: "Allocate a payment under Money.", "Рознесіть платіж у розділі «Гроші».", "Разнесите платёж в разделе «Деньги».";
        offset: "offset", "залік", "зачёт";
        credit_notes: "Credit notes", "Коригування", "Корректировки";
        no_credit_notes: "Nothing was credited.", "Коригувань немає.", "Корректировок нет.";
        issue: "Issue", "Виставити", "Выставить";
        issue_hint: "It gets its number; parties, tax and rate are fixed.", "Отримає номер; сторони, податок і курс фіксуються.", "Получит номер; стороны, налог и курс фиксируются.";
        issue_day: "Day, today when empty", "Дата; порожньо: сьогодні", "Дата; пусто: сегодня";
        due_day: "Pay by; by the contract when empty", "Сплатити до; порожньо: за договором", "Оплатить до; пусто: по договору";
        series: "Number series", "Серія номерів", "Серия номеров";
        their_number: "Number on the supplier's paper", "Номер на документі постачальника", "Номер на документе поставщика";
        post: "Post to the books", "Провести в обліку", "Провести в учёте";
        post_hint: "The entry is written in the same step. Afterwards only a credit note corrects it.", "Проведення записується тим самим кроком. Далі виправляє лише коригування.", "Проводка пишется тем же шагом. Дальше исправляет только корректировка.";
        void: "Void", "Анулювати", "Аннулировать";
        voided: "Void: {}", "Анульовано: {}", "Аннулирован: {}";
        credit: "Credit note", "Коригування", "Корректировка";
        credit_hint: "Fill in what is given back, with tax, line by line; tick to give back the whole rest.", "Вкажіть суму повернення з податком за рядками; позначте, щоб повернути весь залишок.", "Укажите сумму возврата с налогом по строкам; отметьте, чтобы вернуть весь остаток.";
        credit_rest: "The whole rest of all lines", "Весь залишок усіх рядків", "Весь остаток всех строк";
        bill_again: "The quantities may be billed again", "Кількості можна виставити знову", "Количества можно выставить снова";
        write_off: "Write off the small difference", "Списати дрібну різницю", "Списать мелкую разницу";
        close: "Close", "Закрити", "Закрыть";
        tax_invoice: "Issue the tax invoice", "Виписати податкову накладну", "Выписать счёт-фактуру";
        tax_invoices: "Tax invoices", "Податкові накладні", "Счета-фактуры";
        print: "Print", "Надрукувати", "Напечатать";
        form: "Form", "Форма", "Форма";
        papers: "Papers", "Документи PDF", "Документы PDF";
        no_papers: "Nothing is printed yet.", "Ще нічого не надруковано.", "Ещё ничего не напечатано.";
        printing: "being printed", "друкується", "печатается";
        print_failed: "failed", "не вдалося", "не удалось";
        printed: "ready", "готово", "готово";
        draft: "Draft an invoice", "Створити рахунок", "Создать счёт";
        draft_save: "Save the draft", "Зберегти чернетку", "Сохранить черновик";
        draft_hint: "What was delivered and not billed. Clear a quantity to leave the line out.", "Поставлене й не виставлене. Очистьте кількість, щоб пропустити рядок.", "Поставленное и не выставленное. Очистите количество, чтобы пропустить строку.";
        nothing_unbilled: "Nothing waits to be billed under this contract. Record what was done first.", "За договором нічого виставляти. Спочатку запишіть виконання.", "По договору нечего выставлять. Сначала запишите исполнение.";
        intercompany: "Between own companies: posts to both books", "Між власними: проводиться в обох книгах", "Между собственными: проводится в обеих книгах";
    }
}

group! {
    /// Payments.
    Money {
        title: "Money", "Гроші", "Деньги";
        one: "Payment {}", "Платіж {}", "Платёж {}";
        record: "Record a payment", "Внести платіж", "Внести платёж";
        empty: "No payments here.", "Платежів тут немає.", "Платежей здесь нет.";
        empty_do: "Payments of matched orders arrive by themselves; record others by hand.", "Платежі зіставлених замовлень приходять самі; інші внесіть вручну.", "Платежи сопоставленных заказов приходят сами; другие внесите вручную.";
        payer: "Payer", "Платник", "Плательщик";
        payee: "Payee", "Отримувач", "Получатель";
        method: "How", "Як", "Как";
        remainder: "Not allocated", "Не рознесено", "Не разнесено";
        purpose: "Purpose", "Призначення", "Назначение";
        account: "Account", "Рахунок у банку", "Счёт в банке";
        external: "Number outside", "Зовнішній номер", "Внешний номер";
        confirm_at_once: "Confirm at once: it is on the account", "Одразу підтвердити: гроші на рахунку", "Сразу подтвердить: деньги на счёте";
        confirm: "Confirm", "Підтвердити", "Подтвердить";
        confirm_hint: "It goes into the books as an advance until it is allocated.", "Потрапить в облік як аванс до рознесення.", "Попадёт в учёт как аванс до разнесения.";
        allocate: "Allocate to an invoice", "Рознести на рахунок", "Разнести на счёт";
        invoice: "Invoice", "Рахунок", "Счёт";
        amount_rest: "Amount; as much as fits when empty", "Сума; порожньо: скільки вміщується", "Сумма; пусто: сколько помещается";
        no_invoice: "No open invoice between these parties.", "Немає неоплачених рахунків між сторонами.", "Нет неоплаченных счетов между сторонами.";
        allocations: "Allocated", "Рознесено", "Разнесено";
        no_allocations: "Nothing is allocated yet.", "Ще нічого не рознесено.", "Ещё ничего не разнесено.";
        take_off: "Take off", "Зняти", "Снять";
        move_on: "Move to another invoice", "Перенести на інший рахунок", "Перенести на другой счёт";
        move_hint: "Money that was paid in advance goes to the invoice over what was delivered. What does not fit is free again.", "Сплачене наперед переходить на рахунок за поставлене. Що не вміститься, знову вільне.", "Уплаченное вперёд переходит на счёт за поставленное. Что не поместится, снова свободно.";
        move_from: "From", "З рахунка", "Со счёта";
        move_to: "To", "На рахунок", "На счёт";
        write_off: "Write off the rest", "Списати залишок", "Списать остаток";
        write_off_hint: "Only as little as the contract calls a small difference.", "Не більше, ніж договір вважає дрібною різницею.", "Не больше, чем договор считает мелкой разницей.";
        reverse: "Reverse", "Сторнувати", "Сторнировать";
        reverse_hint: "The money did not come after all. Allocations are taken off first.", "Гроші таки не надійшли. Спочатку зніміть рознесення.", "Деньги всё-таки не пришли. Сначала снимите разнесение.";
    }
}

group! {
    /// Sales, stock, ageing, cash flow.
    Overview {
        sales: "Sales on their way", "Продажі в дорозі", "Продажи в пути";
        sales_lead: "Orders become contract, delivery, invoice and money by themselves. What stopped waits for a person.", "Замовлення самі стають договором, поставкою, рахунком і грошима. Зупинене чекає на людину.", "Заказы сами становятся договором, поставкой, счётом и деньгами. Остановленное ждёт человека.";
        sales_empty: "No sale in this stage.", "Продажів на цій стадії немає.", "Продаж на этой стадии нет.";
        sales_empty_do: "A confirmed order appears here by itself.", "Підтверджене замовлення з’явиться тут саме.", "Подтверждённый заказ появится здесь сам.";
        order: "Order", "Замовлення", "Заказ";
        buyer: "Buyer", "Покупець", "Покупатель";
        stage: "Stage", "Стадія", "Стадия";
        stopped_at: "stopped at {}: {}", "зупинка: {}: {}", "остановка: {}: {}";
        resume: "Try again", "Повторити", "Повторить";
        resume_note: "What was done about it", "Що зроблено", "Что сделано";
        placed: "Placed", "Оформлено", "Оформлен";
        dispatched: "Dispatched", "Відправлено", "Отправлен";
        returned: "Returned", "Повернення", "Возврат";
        stalled: "Stopped", "Зупинено", "Остановлен";
        draft: "Draft", "Чернетка", "Черновик";
        cancelled: "Cancelled", "Скасовано", "Отменён";
        stock: "Stock", "Залишки", "Остатки";
        stock_empty: "Nothing is in stock here.", "Залишків тут немає.", "Остатков здесь нет.";
        stock_empty_do: "Record an arrival or a shipment; stock follows from facts.", "Запишіть прибуття або відвантаження; залишки випливають із фактів.", "Запишите поступление или отгрузку; остатки следуют из фактов.";
        article: "Article", "Товар", "Товар";
        place: "Where", "Де", "Где";
        batch: "Batch", "Партія", "Партия";
        negative: "Below zero", "Нижче нуля", "Ниже нуля";
        expired: "Expired", "Строк минув", "Срок истёк";
        ageing: "Ageing of demands", "Вимоги за строками", "Требования по срокам";
        ageing_empty: "Nothing is owed.", "Боргів немає.", "Долгов нет.";
        ageing_empty_do: "Demands appear when invoices are issued.", "З’являться після виставлення рахунків.", "Появятся после выставления счетов.";
        ageing_cut: "There are more open invoices than are added here.", "Неоплачених рахунків більше, ніж тут додано.", "Неоплаченных счетов больше, чем здесь сложено.";
        not_due: "Not due", "Строк не настав", "Срок не настал";
        days_30: "1–30 days", "1–30 днів", "1–30 дней";
        days_60: "31–60 days", "31–60 днів", "31–60 дней";
        days_90: "61–90 days", "61–90 днів", "61–90 дней";
        older: "Older", "Давніше", "Давнее";
        forecast: "Cash-flow forecast", "Прогноз руху грошей", "Прогноз движения денег";
        forecast_empty: "No payment is expected in these days.", "За ці дні платежів не очікується.", "За эти дни платежей не ожидается.";
        forecast_empty_do: "Issue invoices, or plan payments of a contract.", "Виставте рахунки або сплануйте платежі договору.", "Выставьте счета или спланируйте платежи договора.";
        forecast_cut: "There are more debts or plans than are read here; what comes later may be missing.", "Боргів або планів більше, ніж тут прочитано; пізнішого може бракувати.", "Долгов или планов больше, чем здесь прочитано; более позднего может не хватать.";
        incoming: "Comes in", "Надійде", "Поступит";
        outgoing: "Goes out", "Піде", "Уйдёт";
        by_week: "By week, {}", "За тижнями, {}", "По неделям, {}";
        week_of: "week of {}", "тиждень {}", "неделя {}";
        overdue: "overdue", "прострочено", "просрочено";
        basis: "Why", "Підстава", "Основание";
        planned: "Plan", "План", "План";
        no_company: "No own company is named yet. Name the root under Parties.", "Власних компаній ще немає. Визначте головну в розділі «Контрагенти».", "Собственных компаний ещё нет. Определите головную в разделе «Контрагенты».";
    }
}

group! {
    /// Names of codes.
    MoneyCodes {
        draft: "Draft", "Чернетка", "Черновик";
        issued: "Issued", "Виставлено", "Выставлен";
        posted: "Posted", "Проведено", "Проведён";
        partially_paid: "Partly paid", "Частково оплачено", "Частично оплачен";
        paid: "Paid", "Оплачено", "Оплачен";
        closed: "Closed", "Закрито", "Закрыт";
        void: "Void", "Анульовано", "Аннулирован";
        received: "Received", "Отримано", "Получен";
        confirmed: "Confirmed", "Підтверджено", "Подтверждён";
        reversed: "Reversed", "Сторновано", "Сторнирован";
        bank_transfer: "Bank transfer", "Банківський переказ", "Банковский перевод";
        cash: "Cash", "Готівка", "Наличные";
        offset: "Offset", "Залік", "Зачёт";
        invoice: "Invoice", "Рахунок", "Счёт";
        advance: "Advance invoice", "Рахунок на аванс", "Счёт на аванс";
        credit_note: "Credit note", "Коригування", "Корректировка";
        tax_invoice: "Tax invoice", "Податкова накладна", "Счёт-фактура";
        act: "Act", "Акт", "Акт";
        waybill: "Waybill", "Накладна", "Накладная";
        transfer_document: "Universal transfer document", "Універсальний передавальний документ", "Универсальный передаточный документ";
        electronic_tax_invoice: "Electronic tax invoice", "Електронна податкова накладна", "Электронный счёт-фактура";
        standard: "standard rate", "основна ставка", "основная ставка";
        reduced: "reduced rate", "знижена ставка", "пониженная ставка";
        special: "special rate", "спеціальна ставка", "специальная ставка";
        zero: "zero rate", "нульова ставка", "нулевая ставка";
        exempt: "exempt", "звільнено", "освобождено";
        out_of_scope: "not taxed", "не оподатковується", "не облагается";
        reverse_charge: "the buyer owes the tax", "податок винен покупець", "налог должен покупатель";
        agent_withholding: "the buyer keeps the tax back as agent", "податок утримує покупець як агент", "налог удерживает покупатель как агент";
        per_unit: "each unit", "за одиницю", "по единице";
        per_line: "each line", "за рядком", "по строке";
        per_document: "the whole document", "за документом", "по документу";
    }
}

impl Words {
    /// A code of invoices and payments.
    pub(crate) fn money_code<'a>(&self, code: &'a str) -> &'a str {
        let codes = &self.money_codes;
        match code {
            "DRAFT" => codes.draft,
            "ISSUED" => codes.issued,
            "POSTED" => codes.posted,
            "PARTIALLY_PAID" => codes.partially_paid,
            "PAID" => codes.paid,
            "CLOSED" => codes.closed,
            "VOID" => codes.void,
            "RECEIVED" => codes.received,
            "CONFIRMED" => codes.confirmed,
            "REVERSED" => codes.reversed,
            "BANK_TRANSFER" => codes.bank_transfer,
            "CASH" => codes.cash,
            "OFFSET" => codes.offset,
            "INVOICE" | "invoice" => codes.invoice,
            "ADVANCE" => codes.advance,
            "CREDIT_NOTE" => codes.credit_note,
            "TAX_INVOICE" | "tax-invoice" => codes.tax_invoice,
            "act" => codes.act,
            "waybill" => codes.waybill,
            "transfer-document" => codes.transfer_document,
            "electronic-tax-invoice" => codes.electronic_tax_invoice,
            other => self.tax_code(other),
        }
    }

    /// A code of the tax engine.
    fn tax_code<'a>(&self, code: &'a str) -> &'a str {
        let codes = &self.money_codes;
        match code {
            "standard" => codes.standard,
            "reduced" => codes.reduced,
            "special" => codes.special,
            "zero" => codes.zero,
            "exempt" => codes.exempt,
            "out-of-scope" => codes.out_of_scope,
            "reverse-charge" => codes.reverse_charge,
            "agent-withholding" => codes.agent_withholding,
            "per-unit" => codes.per_unit,
            "per-line" => codes.per_line,
            "per-document" => codes.per_document,
            other => other,
        }
    }

    /// The stage of a sale.
    pub(crate) fn sale_stage<'a>(&self, code: &'a str) -> &'a str {
        let words = &self.overview;
        match code {
            "draft" => words.draft,
            "placed" => words.placed,
            "dispatched" => words.dispatched,
            "returned" => words.returned,
            "cancelled" => words.cancelled,
            "stalled" => words.stalled,
            other => other,
        }
    }
}

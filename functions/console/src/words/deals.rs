//! What is done with contracts, what is owed under them, facts and invoices.

use super::group;

group! {
    /// Contracts, obligations, plans of payment.
    Deals {
        edit: "Change the draft", "Змінити чернетку", "Изменить черновик";
        small_difference: "Small difference to forgive, up to", "Дрібна різниця, яку прощаємо, до", "Мелкая разница, которую прощаем, до";
        profile: "Requirements to documents", "Вимоги до документів", "Требования к документам";
        profile_hint: "a code, such as ua-standard", "код, як-от ua-standard", "код, например ua-standard";
        amend: "Change from a day on", "Змінити з певного дня", "Изменить с определённого дня";
        amend_hint: "What is not changed stays. The days before keep the old version.", "Незмінене лишається. Попередні дні зберігають стару версію.", "Неизменённое остаётся. Предыдущие дни сохраняют старую версию.";
        new_role: "Which role passes to them", "Яка роль до нього переходить", "Какая роль к нему переходит";
        new_party: "Who takes over a role", "Хто переймає роль", "Кто перенимает роль";
        third_payer: "Somebody else may pay", "Платити може й інший", "Платить может и другой";
        third_document: "By which document", "За яким документом", "По какому документу";
        third_from: "May pay from", "Може платити з", "Может платить с";
        third_until: "May pay until, not included", "Може платити до, не включно", "Может платить до, не включая";
        third_payers: "May also pay", "Можуть також платити", "Могут также платить";
        discount: "Off the line", "Знижка на рядок", "Скидка на строку";
        tolerance: "More may be delivered, %", "Можна поставити більше на, %", "Можно поставить больше на, %";
        annex: "Annex", "Додаток", "Приложение";
        annex_hint: "the estimate or specification", "кошторис або специфікація", "смета или спецификация";
        owed: "What is owed", "Хто що винен", "Кто что должен";
        owed_empty: "Nothing is owed here.", "Тут ніхто нічого не винен.", "Здесь никто ничего не должен.";
        owed_empty_do: "Open a contract and add what is to be delivered.", "Відкрийте договір і додайте, що поставити.", "Откройте договор и добавьте, что поставить.";
        promised: "Promised", "Обіцяно", "Обещано";
        done: "Done", "Зроблено", "Сделано";
        most: "At most", "Щонайбільше", "Самое большее";
        open_debt: "Still to pay", "Лишилося сплатити", "Осталось оплатить";
        no_lines: "It has no lines: it is a debt of money.", "Рядків немає: це грошовий борг.", "Строк нет: это денежный долг.";
        cancel: "Cancel by agreement", "Скасувати за згодою", "Отменить по соглашению";
        breach: "It was not kept", "Його порушено", "Оно нарушено";
        breach_on: "Since which day", "З якого дня", "С какого дня";
        schedule: "Plan of payments", "Графік платежів", "График платежей";
        schedule_of: "Plan of payments: {}", "Графік платежів: {}", "График платежей: {}";
        schedule_empty: "No payments are planned.", "Платежів не заплановано.", "Платежи не запланированы.";
        schedule_empty_do: "Plan them, and the cash-flow forecast knows them.", "Заплануйте, і прогноз руху грошей їх знатиме.", "Запланируйте, и прогноз движения денег их узнает.";
        plan: "Plan the payments", "Запланувати платежі", "Запланировать платежи";
        plan_hint: "A percentage or an amount in each line. Together they make the whole sum.", "У кожному рядку відсоток або сума. Разом вони складають усю суму.", "В каждой строке процент или сумма. Вместе они составляют всю сумму.";
        base: "The whole sum", "Уся сума", "Вся сумма";
        percent: "Percent", "Відсоток", "Процент";
        one_of_two: "a percentage or an amount, not both", "відсоток або сума, не обидва", "процент или сумма, не оба";
        cancel_schedule: "Cancel the plan", "Скасувати графік", "Отменить график";
        advance: "Ask for an advance", "Виставити аванс", "Выставить аванс";
        advance_hint: "Money before anything is delivered. Nothing is posted until it comes.", "Гроші до поставки. До надходження нічого не проводиться.", "Деньги до поставки. До поступления ничего не проводится.";
    }
}

group! {
    /// What proves and follows a fact.
    Proofs {
        batch: "Batch", "Партія", "Партия";
        expires: "Good until", "Придатний до", "Годен до";
        internal: "Record a move or write-off", "Записати рух або списання", "Записать движение или списание";
        internal_hint: "What happens inside an own company: nobody owes anything for it.", "Те, що стається всередині власної компанії: за це ніхто не винен.", "То, что происходит внутри собственной компании: за это никто не должен.";
        no_lines: "Fill in at least one line.", "Заповніть хоча б один рядок.", "Заполните хотя бы одну строку.";
        transfer_title: "Title passed", "Власність перейшла", "Собственность перешла";
        transfer_title_hint: "Revenue of this contract is recognised on that day.", "Дохід за цим договором визнається того дня.", "Выручка по этому договору признаётся в тот день.";
        recognise: "Recognise revenue of a month", "Визнати дохід за місяць", "Признать выручку за месяц";
        recognise_hint: "Any day of a month that is over; earlier months come first.", "Будь-який день минулого місяця; спершу раніші місяці.", "Любой день прошедшего месяца; сначала более ранние месяцы.";
        month: "A day of the month", "День місяця", "День месяца";
        correct_cost: "Correct the unit cost", "Виправити собівартість", "Исправить себестоимость";
        line: "Line", "Рядок", "Строка";
        recognised: "Revenue so far", "Дохід дотепер", "Выручка до сих пор";
        none_recognised: "Nothing is recognised yet.", "Ще нічого не визнано.", "Ещё ничего не признано.";
        attach: "Attach a proof", "Додати підтвердження", "Приложить подтверждение";
        attach_hint: "PDF, JPEG, PNG or XML. The file goes from your browser straight to the store; its fingerprint is kept with the fact.", "PDF, JPEG, PNG або XML. Файл іде з браузера просто до сховища; його відбиток лишається при факті.", "PDF, JPEG, PNG или XML. Файл идёт из браузера прямо в хранилище; его отпечаток остаётся при факте.";
        file: "File", "Файл", "Файл";
        name: "What it is called", "Як називається", "Как называется";
        kind: "What it is", "Що це", "Что это";
        uploading: "The file is on its way…", "Файл надсилається…", "Файл отправляется…";
        upload_failed: "The file did not arrive. Check the connection and try again.", "Файл не дійшов. Перевірте зв’язок і спробуйте ще раз.", "Файл не дошёл. Проверьте связь и попробуйте ещё раз.";
        upload_type: "Choose a PDF, JPEG, PNG or XML file.", "Оберіть файл PDF, JPEG, PNG або XML.", "Выберите файл PDF, JPEG, PNG или XML.";
        no_file: "choose a file; this form needs JavaScript", "оберіть файл; ця форма потребує JavaScript", "выберите файл; этой форме нужен JavaScript";
        artifacts: "Regulators’ codes", "Коди регуляторів", "Коды регуляторов";
        no_artifacts: "No code of a regulator is known.", "Кодів регуляторів немає.", "Кодов регуляторов нет.";
        add_artifact: "Add a regulator’s code", "Додати код регулятора", "Добавить код регулятора";
        system: "System", "Система", "Система";
        number: "GTIN, UUID of the certificate, or number of the grain document", "GTIN, UUID свідоцтва або номер зернового документа", "GTIN, UUID свидетельства или номер зернового документа";
        second: "Serial, form, lot, or procedure", "Серія, форма, партія або процедура", "Серия, форма, партия или процедура";
        third: "Group of goods, type of certificate, product code, or day of release", "Група товарів, тип свідоцтва, код продукту або день випуску", "Группа товаров, тип свидетельства, код продукта или день выпуска";
        fourth: "Owner’s tax number, GUID, or harvest year", "ІПН власника, GUID або рік врожаю", "ИНН владельца, GUID или год урожая";
        change_status: "It is now: {}", "Тепер: {}", "Теперь: {}";
    }
}

group! {
    /// What is done with invoices and debts besides.
    Claims {
        edit: "Change the draft", "Змінити чернетку", "Изменить черновик";
        offset: "Offset mutual debts", "Зарахувати взаємні борги", "Зачесть взаимные долги";
        offset_hint: "Two open invoices of the same two parties, owed in opposite directions, close each other without money.", "Два неоплачені рахунки тих самих сторін у протилежних напрямах закривають один одного без грошей.", "Два неоплаченных счёта тех же сторон в противоположных направлениях закрывают друг друга без денег.";
        offset_first: "They owe us", "Винні нам", "Должны нам";
        offset_second: "We owe them", "Винні ми", "Должны мы";
        offset_amount: "Amount; as much as possible when empty", "Сума; порожньо: скільки можливо", "Сумма; пусто: сколько возможно";
        offset_basis: "Signed document", "Підписаний документ", "Подписанный документ";
        offset_with: "With whom", "З ким", "С кем";
        no_offset: "There are no open invoices in both directions with this party.", "З цією стороною немає неоплачених рахунків в обох напрямах.", "С этой стороной нет неоплаченных счетов в обоих направлениях.";
        no_partner: "Nobody owes us and is owed by us at the same time: there is nothing to offset.", "Ніхто водночас не винен нам і не чекає від нас: зараховувати нічого.", "Никто одновременно не должен нам и не ждёт от нас: зачитывать нечего.";
        offset_not_for_you: "Accountants make offsets.", "Зарахування роблять бухгалтери.", "Зачёты делают бухгалтеры.";
        advance_line: "What it is for", "За що", "За что";
        currency_rates: "Rate to the currency of the book", "Курс до валюти книги", "Курс к валюте книги";
        rate: "Units for one", "Одиниць за одну", "Единиц за одну";
        rate_source: "Whose rate", "Чий курс", "Чей курс";
        rate_to: "Currency of the book", "Валюта книги", "Валюта книги";
        rate_day: "Day of the rate", "Дата курсу", "Дата курса";
        procedure: "Across a border", "Через кордон", "Через границу";
        dispatched_from: "Goods leave from", "Товар виїжджає з", "Товар уезжает из";
        delivered_to: "Goods arrive in", "Товар прибуває до", "Товар прибывает в";
        location: "Where the work or property is", "Де робота або майно", "Где работа или имущество";
        budget: "Budget", "Бюджет", "Бюджет";
        retry_paper: "Print again", "Надрукувати знову", "Напечатать снова";
        again_at: "again {}", "знову {}", "снова {}";
    }
}

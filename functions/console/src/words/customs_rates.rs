//! Customs besides declarations: how the exchange goes, the tariff, and names of codes.

use super::group;

group! {
    /// How the exchange with the vendor goes.
    CustomsHealth {
        title: "Exchange", "Обмін", "Обмен";
        lead: "How far the vendor’s changes were read, and what waits for a person.", "Наскільки прочитано зміни у постачальника і що чекає на людину.", "Насколько прочитаны изменения у поставщика и что ждёт человека.";
        feed: "Changes at the vendor", "Зміни у постачальника", "Изменения у поставщика";
        running: "Is read", "Читається", "Читается";
        failing: "Fails, tried again by itself", "Збоїть, повторюється само", "Сбоит, повторяется само";
        paused: "Stopped: the credentials were refused", "Зупинено: доступ відхилено", "Остановлено: доступ отклонён";
        paused_do: "An administrator renews the vendor’s credentials and then resumes here.", "Адміністратор оновлює доступ до постачальника, а тоді відновлює тут.", "Администратор обновляет доступ к поставщику, а затем возобновляет здесь.";
        not_connected: "Not set up", "Не налаштовано", "Не настроено";
        not_connected_do: "An administrator sets the vendor’s account up in the tenant’s settings.", "Адміністратор налаштовує обліковий запис постачальника в налаштуваннях.", "Администратор настраивает учётную запись поставщика в настройках.";
        resume: "Resume", "Відновити", "Возобновить";
        resume_hint: "Goes on where it stopped; nothing is lost.", "Продовжить з того ж місця; нічого не втрачено.", "Продолжит с того же места; ничего не потеряно.";
        watermark: "Newest change seen", "Остання побачена зміна", "Последнее увиденное изменение";
        last_poll: "Last read", "Прочитано востаннє", "Прочитано последний раз";
        hinted: "Last hint of the vendor", "Останній сигнал постачальника", "Последний сигнал поставщика";
        unsettled: "Declarations not up to date", "Декларацій ще не оновлено", "Деклараций ещё не обновлено";
        failures: "Failures since", "Збоїв відтоді", "Сбоев с тех пор";
        rejected: "Rows not readable", "Нечитаних рядків", "Нечитаемых строк";
        work: "Waits for a person", "Чекає на людину", "Ждёт человека";
        no_work: "Nothing waits for a person.", "Ніщо не чекає на людину.", "Ничто не ждёт человека.";
        no_work_do: "What fails or does not fit appears here by itself.", "Збої й невідповідності з’являються тут самі.", "Сбои и несоответствия появляются здесь сами.";
        declaration: "Declaration", "Декларація", "Декларация";
        what: "What", "Що", "Что";
        since: "Since", "Відколи", "С каких пор";
        submission_failed: "Not brought to the vendor", "Не передано постачальнику", "Не передана поставщику";
        orphan: "Unused record at the vendor", "Зайвий запис у постачальника", "Лишняя запись у поставщика";
        orphan_do: "Delete {} in the vendor’s pages, then say so here.", "Видаліть {} на сторінках постачальника, тоді позначте тут.", "Удалите {} на страницах поставщика, затем отметьте здесь.";
        settle: "Settle", "Закрити", "Закрыть";
        what_was_done: "What was done", "Що зроблено", "Что сделано";
        try_again: "Try again", "Спробувати знову", "Попробовать снова";
        give_up: "Give up", "Припинити", "Прекратить";
    }
}

group! {
    /// What customs released, as commerce sees it.
    Clearances {
        title: "Released by customs", "Випущено митницею", "Выпущено таможней";
        lead: "The number of each released declaration is put on its delivery. Where nobody knows which delivery it was, a person says so.", "Номер кожної випущеної декларації ставиться на її постачання. Якщо невідомо, яке це постачання, скаже людина.", "Номер каждой выпущенной декларации ставится на её поставку. Если неизвестно, какая это поставка, скажет человек.";
        empty: "Customs released nothing yet.", "Митниця ще нічого не випустила.", "Таможня ещё ничего не выпустила.";
        empty_do: "Releases appear here by themselves.", "Випуски з’являться тут самі.", "Выпуски появятся здесь сами.";
        released: "Released on", "Випущено", "Выпущено";
        number: "Number at customs", "Номер на митниці", "Номер на таможне";
        no_number: "not known yet", "ще невідомий", "ещё неизвестен";
        shipment: "Declared for", "Задекларовано для", "Задекларировано для";
        delivery: "Delivery", "Постачання", "Поставка";
        say_which: "Say which delivery it was", "Сказати, яке це постачання", "Сказать, какая это поставка";
        say_which_hint: "The number goes on that delivery, and imported goods come into the warehouse. It is said once.", "Номер стане на це постачання, а ввезені товари надійдуть на склад. Кажуть це один раз.", "Номер встанет на эту поставку, а ввезённые товары поступят на склад. Говорят это один раз.";
        unlinked: "Which delivery?", "Яке постачання?", "Какая поставка?";
        unnumbered: "Waits for its number", "Чекає номера", "Ждёт номера";
        linked: "On its delivery", "На постачанні", "На поставке";
        stalled: "Stopped", "Зупинено", "Остановлено";
    }
}

impl super::Words {
    /// How far a release is on its way to its delivery.
    pub(crate) fn clearance_stage<'a>(&self, code: &'a str) -> &'a str {
        let words = &self.clearances;
        match code {
            "unlinked" => words.unlinked,
            "unnumbered" => words.unnumbered,
            "linked" => words.linked,
            "stalled" => words.stalled,
            other => other,
        }
    }
}

group! {
    /// Boxes of the declaration of customs value by the price of the deal, by what they hold.
    CostBoxes {
        indirect: "indirect payments", "непрямі платежі", "косвенные платежи";
        commission: "commission", "комісія", "вознаграждение посреднику";
        packing: "containers and packing", "тара й пакування", "тара и упаковка";
        materials: "raw materials", "сировина й матеріали", "сырьё и материалы";
        tools: "tools and moulds", "інструменти й форми", "инструменты и формы";
        used_up: "materials used up", "витрачені матеріали", "израсходованные материалы";
        design: "design abroad", "проєктування за кордоном", "проектирование за рубежом";
        licences: "licences", "ліцензійні платежі", "лицензионные платежи";
        proceeds: "proceeds due to the seller", "частина доходу продавцеві", "часть дохода продавцу";
        carriage: "carriage to the border", "перевезення до кордону", "перевозка до границы";
        loading: "loading and unloading", "завантаження й розвантаження", "погрузка и разгрузка";
        insurance: "insurance", "страхування", "страхование";
        building: "building and assembly, taken off", "будівництво й монтаж, вирахування", "строительство и монтаж, вычет";
        carriage_within: "carriage within the union, taken off", "перевезення в союзі, вирахування", "перевозка внутри союза, вычет";
        duties: "duties and taxes, taken off", "мита й податки, вирахування", "пошлины и налоги, вычет";
        increase: "statistical value: more", "статистична вартість: більше", "статистическая стоимость: больше";
        decrease: "statistical value: less", "статистична вартість: менше", "статистическая стоимость: меньше";
    }
}

impl super::Words {
    /// A box by its name in the form and, where it is one of ДТС-1, by what it holds.
    pub(crate) fn cost_box(&self, code: &str) -> String {
        let boxes = &self.cost_boxes;
        let holds = match code {
            "11Б" => boxes.indirect,
            "13А" => boxes.commission,
            "13Б" => boxes.packing,
            "14А" => boxes.materials,
            "14Б" => boxes.tools,
            "14В" => boxes.used_up,
            "14Г" => boxes.design,
            "15" => boxes.licences,
            "16" => boxes.proceeds,
            "17" => boxes.carriage,
            "18" => boxes.loading,
            "19" => boxes.insurance,
            "21" => boxes.building,
            "22" => boxes.carriage_within,
            "23" => boxes.duties,
            "StatIncrease" => return boxes.increase.to_owned(),
            "StatDecrease" => return boxes.decrease.to_owned(),
            number => return number.to_owned(),
        };
        format!("{code} · {holds}")
    }
}

group! {
    /// The tenant's tariff.
    Tariff {
        title: "Tariff", "Тариф", "Тариф";
        lead: "Rates that you entered, past and future ones included. The rate of the longest beginning applies.", "Внесені вами ставки, минулі й майбутні теж. Діє ставка найдовшого початку коду.", "Внесённые вами ставки, прошлые и будущие тоже. Действует ставка самого длинного начала кода.";
        new: "Enter a rate", "Внести ставку", "Внести ставку";
        new_lead: "What held until the first day ends the day before; the same first day corrects. Estimates that exist keep their rates.", "Попередня ставка закінчиться днем раніше; той самий перший день виправляє. Наявні розрахунки зберігають свої ставки.", "Прежняя ставка закончится днём раньше; тот же первый день исправляет. Готовые расчёты сохраняют свои ставки.";
        vehicle: "Payments for a vehicle", "Платежі за авто", "Платежи за автомобиль";
        beginning: "Beginning of the code", "Початок коду", "Начало кода";
        beginning_hint: "4 to 10 digits", "від 4 до 10 цифр", "от 4 до 10 цифр";
        on: "Holds on", "Діє на день", "Действует на день";
        code: "Code", "Код", "Код";
        goods: "Which goods", "Які товари", "Какие товары";
        duty: "Duty", "Мито", "Пошлина";
        percent: "Per cent", "Відсотків", "Процентов";
        amount: "Amount by quantity", "Сума за кількість", "Сумма за количество";
        amount_hint: "where the duty is by quantity", "якщо мито за кількість", "если пошлина за количество";
        per: "For how much", "За скільки", "За сколько";
        unit: "Of which unit", "Якої одиниці", "Какой единицы";
        but_not_less: "{}, not less than {}", "{}, але не менше {}", "{}, но не менее {}";
        vat: "VAT", "ПДВ", "НДС";
        ground: "Act that exempts", "Акт про звільнення", "Акт об освобождении";
        ground_hint: "where exempt", "якщо звільнено", "если освобождено";
        excise: "Excise", "Акциз", "Акциз";
        days: "Holds", "Діє", "Действует";
        from_to: "from {} to {}", "з {} по {}", "с {} по {}";
        first_day: "First day", "Перший день", "Первый день";
        last_day: "Last day", "Останній день", "Последний день";
        source: "Read in", "Джерело", "Источник";
        source_hint: "the act with its number and day", "акт із номером і датою", "акт с номером и датой";
        listed_fee: "On the list with the highest customs fee", "У переліку з найвищим збором", "В перечне с наивысшим сбором";
        end: "End", "Припинити", "Прекратить";
        none: "No rates yet.", "Ставок ще немає.", "Ставок ещё нет.";
        none_do: "Enter those of the goods that you import: payments are estimated with them.", "Внесіть ставки товарів, які ввозите: за ними рахуються платежі.", "Внесите ставки товаров, которые ввозите: по ним считаются платежи.";
        none_found: "No rate fits.", "Такої ставки немає.", "Такой ставки нет.";
        none_found_do: "Type fewer digits, another day, or clear the filters.", "Введіть менше цифр, інший день або зніміть фільтри.", "Введите меньше цифр, другой день или снимите фильтры.";
    }
}

group! {
    /// What a vehicle costs at the border.
    Vehicle {
        title: "Payments for a vehicle", "Платежі за авто", "Платежи за автомобиль";
        lead: "The vendor calculates; nothing is recorded. Fill in and press “Show”.", "Рахує постачальник; нічого не записується. Заповніть і натисніть «Показати».", "Считает поставщик; ничего не записывается. Заполните и нажмите «Показать».";
        owner: "Who brings it in", "Хто ввозить", "Кто ввозит";
        age: "Age", "Вік", "Возраст";
        price: "Price", "Ціна", "Цена";
        engine: "Engine", "Двигун", "Двигатель";
        hybrid: "Hybrid", "Гібрид", "Гибрид";
        combustion_first: "Combustion engine is stronger", "ДВЗ потужніший", "ДВС мощнее";
        power: "Power", "Потужність", "Мощность";
        power_unit: "Unit of power", "Одиниця потужності", "Единица мощности";
        electric_power: "Power of the electric motor", "Потужність електродвигуна", "Мощность электродвигателя";
        volume: "Volume, cm³ (0 if none)", "Об’єм, см³ (0, якщо немає)", "Объём, см³ (0, если нет)";
        sequential: "Engine feeds the motor only", "ДВЗ лише живить електродвигун", "ДВС только питает электродвигатель";
        off_road: "For bad roads", "Підвищеної прохідності", "Повышенной проходимости";
        result: "Payments", "Платежі", "Платежи";
        payment: "Payment", "Платіж", "Платёж";
        tax_base: "Reckoned from", "База", "База";
        rate: "Rate", "Ставка", "Ставка";
        nothing: "The vendor named no payments.", "Постачальник не назвав платежів.", "Поставщик не назвал платежей.";
        estimate: "An estimate of the vendor’s; customs has the last word.", "Оцінка постачальника; вирішує митниця.", "Оценка поставщика; решает таможня.";
        commodity: "Commodity code {}", "Код товару {}", "Код товара {}";
        organization: "An organization", "Організація", "Организация";
        person: "A person", "Фізична особа", "Физическое лицо";
        under_three: "Under 3 years", "До 3 років", "До 3 лет";
        three_to_five: "3 to 5 years", "3–5 років", "3–5 лет";
        five_to_seven: "5 to 7 years", "5–7 років", "5–7 лет";
        over_seven: "Over 7 years", "Понад 7 років", "Более 7 лет";
        petrol: "Petrol", "Бензин", "Бензин";
        diesel: "Diesel", "Дизель", "Дизель";
        electric: "Electricity", "Електрика", "Электричество";
        no_hybrid: "No", "Ні", "Нет";
        is_hybrid: "Hybrid", "Гібрид", "Гибрид";
        plug_in: "Plug-in hybrid", "Гібрид із зарядкою", "Гибрид с зарядкой";
        horse_power: "hp", "к. с.", "л. с.";
        kilowatt: "kW", "кВт", "кВт";
    }
}

group! {
    /// Names of codes.
    CustomsRateCodes {
        legal: "Company", "Компанія", "Компания";
        entrepreneur: "Entrepreneur", "Підприємець", "Предприниматель";
        person: "Person", "Фізична особа", "Физическое лицо";
        foreign: "Foreign company", "Іноземна компанія", "Иностранная компания";
        registry: "state register", "державний реєстр", "государственный реестр";
        manual: "typed here", "введено тут", "введено здесь";
        vendor: "vendor", "постачальник", "поставщик";
        upload: "given by an administrator", "дав адміністратор", "дал администратор";
        built_in: "comes with the software", "вбудовано", "встроено";
        never: "Never", "Ще ні", "Ещё нет";
        requested: "Under way", "Виконується", "Выполняется";
        done: "Done", "Виконано", "Выполнено";
        held: "Not done", "Не виконано", "Не выполнено";
        failed: "Failed", "Збій", "Сбой";
        stale: "Changed here since", "Відтоді змінено тут", "С тех пор изменено здесь";
        text: "text", "текст", "текст";
        code: "code", "код", "код";
        commodity: "commodity code", "код товару", "код товара";
        country: "country", "країна", "страна";
        currency: "currency", "валюта", "валюта";
        goods_number: "number of goods", "номер товару", "номер товара";
        decimal: "decimal", "десяткове число", "десятичное число";
        whole: "whole number", "ціле число", "целое число";
        date: "day", "день", "день";
        flag: "yes or no", "так чи ні", "да или нет";
        section: "fields of its own", "власні поля", "свои поля";
        ad_valorem: "Per cent of the value", "Відсоток вартості", "Процент стоимости";
        specific: "By quantity", "За кількістю", "По количеству";
        not_less_than: "Per cent, but not less than by quantity", "Відсоток, але не менше ніж за кількістю", "Процент, но не менее чем по количеству";
        plus: "Per cent plus by quantity", "Відсоток плюс за кількістю", "Процент плюс по количеству";
        kilogram: "kg", "кг", "кг";
        litre: "l", "л", "л";
        piece: "pcs", "шт", "шт";
        pair: "pairs", "пар", "пар";
        metre: "m", "м", "м";
        square_metre: "m²", "м²", "м²";
        cubic_metre: "m³", "м³", "м³";
        cubic_centimetre: "cm³", "см³", "см³";
        standard: "Standard rate", "Стандартна ставка", "Стандартная ставка";
        food: "Lower: food", "Знижена: продовольство", "Пониженная: продовольствие";
        children: "Lower: for children", "Знижена: дитячі товари", "Пониженная: детские товары";
        periodicals: "Lower: periodicals and books", "Знижена: періодика й книги", "Пониженная: периодика и книги";
        medicine: "Lower: medical goods", "Знижена: медичні товари", "Пониженная: медицинские товары";
        exempt: "Exempt", "Звільнено", "Освобождено";
        not_stated: "Nobody looked yet", "Ще не перевірено", "Ещё не проверено";
        subject: "Subject to excise", "Підакцизний", "Подакцизный";
        not_subject: "Not subject to excise", "Не підакцизний", "Не подакцизный";
    }
}

impl super::Words {
    /// The name of a kind, source, state, unit or class of customs.
    pub(crate) fn customs_word<'a>(&self, code: &'a str) -> &'a str {
        let words = &self.customs_rate_codes;
        match code {
            "LEGAL" => words.legal,
            "ENTREPRENEUR" => words.entrepreneur,
            "PERSON" => words.person,
            "FOREIGN" => words.foreign,
            "registry" => words.registry,
            "manual" => words.manual,
            "vendor" => words.vendor,
            "upload" => words.upload,
            "built-in" => words.built_in,
            "never" => words.never,
            "requested" | "under-way" => words.requested,
            "done" => words.done,
            "held" => words.held,
            "failed" => words.failed,
            "stale" => words.stale,
            other => self.customs_measure(other),
        }
    }

    /// The name of what a field holds, of a unit, or of a class of duty or tax.
    fn customs_measure<'a>(&self, code: &'a str) -> &'a str {
        let words = &self.customs_rate_codes;
        match code {
            "text" => words.text,
            "code" => words.code,
            "commodity" => words.commodity,
            "country" => words.country,
            "currency" => words.currency,
            "goods_number" => words.goods_number,
            "decimal" => words.decimal,
            "whole" => words.whole,
            "date" => words.date,
            "flag" => words.flag,
            "section" => words.section,
            "ad-valorem" => words.ad_valorem,
            "specific" => words.specific,
            "not-less-than" => words.not_less_than,
            "plus" => words.plus,
            "kilogram" => words.kilogram,
            "litre" => words.litre,
            "piece" => words.piece,
            "pair" => words.pair,
            "metre" => words.metre,
            "square-metre" => words.square_metre,
            "cubic-metre" => words.cubic_metre,
            "cubic-centimetre" => words.cubic_centimetre,
            "standard" => words.standard,
            "food" => words.food,
            "children" => words.children,
            "periodicals" => words.periodicals,
            "medicine" => words.medicine,
            "exempt" => words.exempt,
            "not-stated" => words.not_stated,
            "subject" => words.subject,
            "not-subject" => words.not_subject,
            other => other,
        }
    }

    /// The name of a choice of the vehicle's calculator.
    pub(crate) fn vehicle_word<'a>(&self, code: &'a str) -> &'a str {
        let words = &self.vehicle;
        match code {
            "organization" => words.organization,
            "person" => words.person,
            "under-three" => words.under_three,
            "three-to-five" => words.three_to_five,
            "five-to-seven" => words.five_to_seven,
            "over-seven" => words.over_seven,
            "petrol" => words.petrol,
            "diesel" => words.diesel,
            "electric" => words.electric,
            "none" => words.no_hybrid,
            "hybrid" => words.is_hybrid,
            "plug-in" => words.plug_in,
            "horse-power" => words.horse_power,
            "kilowatt" => words.kilowatt,
            other => other,
        }
    }
}

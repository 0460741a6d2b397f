//! Customs besides declarations: organizations and tables of codes.

use super::group;

group! {
    /// Organizations.
    CustomsParties {
        title: "Organizations", "Організації", "Организации";
        lists: "Lists", "Списки", "Списки";
        offered: "Offered", "Доступні", "Доступные";
        hidden: "Hidden", "Приховані", "Скрытые";
        differing: "Differing", "З розбіжностями", "С расхождениями";
        directory: "Vendor’s directory", "Довідник постачальника", "Справочник поставщика";
        kind: "Kind", "Вид", "Вид";
        numbers: "INN / KPP", "ІПН / КПП", "ИНН / КПП";
        search_hint: "Name or INN", "Назва або ІПН", "Название или ИНН";
        new: "New organization", "Нова організація", "Новая организация";
        edit_of: "Change {}", "Змінити: {}", "Изменить: {}";
        none: "No organizations yet.", "Організацій ще немає.", "Организаций ещё нет.";
        none_do: "Press “New organization”, or read the vendor’s directory.", "Натисніть «Нова організація» або прочитайте довідник постачальника.", "Нажмите «Новая организация» или прочитайте справочник поставщика.";
        none_found: "Nothing fits.", "Нічого не знайдено.", "Ничего не найдено.";
        none_found_do: "Try the beginning of another word, or clear the filters. A person is found by the label only.", "Спробуйте початок іншого слова або зніміть фільтри. Фізичну особу знайдено лише за позначкою.", "Попробуйте начало другого слова или снимите фильтры. Физическое лицо находится только по обозначению.";
        none_differ: "No record differs.", "Розбіжностей немає.", "Расхождений нет.";
        none_differ_do: "Compare an organization with the state register on its page.", "Порівняйте організацію з державним реєстром на її сторінці.", "Сравните организацию с государственным реестром на её странице.";
        none_differ_here: "No differences wait for a decision.", "Немає розбіжностей, що чекають на рішення.", "Нет расхождений, которые ждут решения.";
        is_hidden: "Hidden", "Приховано", "Скрыта";
        hidden_because: "Lists do not offer it: {}", "Списки її не пропонують: {}", "Списки её не предлагают: {}";
        erased: "Personal data erased", "Персональні дані стерто", "Персональные данные стёрты";
        erased_at: "The personal data was erased on {}. It cannot be brought back.", "Персональні дані стерто {}. Повернути їх неможливо.", "Персональные данные стёрты {}. Вернуть их невозможно.";
        differs: "Differences: {}", "Розбіжностей: {}", "Расхождений: {}";
        fields: "Fields", "Поля", "Поля";
        field: "Field", "Поле", "Поле";
        differences: "Differences", "Розбіжності", "Расхождения";
        ours: "Here", "У нас", "У нас";
        theirs: "There", "У них", "У них";
        accept: "Take theirs", "Прийняти їхнє", "Принять их";
        dismiss: "Keep ours", "Залишити наше", "Оставить наше";
        personal: "Personal data", "Персональні дані", "Персональные данные";
        sealed: "It is encrypted. Declarants and administrators may see it.", "Зашифровано. Бачити можуть декларанти й адміністратори.", "Зашифровано. Видеть могут декларанты и администраторы.";
        removed: "It was removed, and older records still hold it encrypted. Only erasing makes it unreadable.", "Їх вилучено, але давніші записи ще містять їх зашифрованими. Нечитними їх робить лише стирання.", "Они удалены, но прежние записи ещё содержат их зашифрованными. Нечитаемыми их делает только стирание.";
        sealed_lead: "Names, papers, addresses and contacts of an individual are encrypted. The name in lists is not: choose one that does not tell who it is.", "Ім’я, документи, адреси й контакти фізичної особи шифруються. Назва в списках — ні: оберіть таку, що не видає особу.", "Имя, документы, адреса и контакты физического лица шифруются. Название в списках — нет: выберите такое, которое не выдаёт человека.";
        label_hint: "is not encrypted; must not tell the surname", "не шифрується; не повинна містити прізвища", "не шифруется; не должно содержать фамилии";
        country_hint: "two letters", "дві літери", "две буквы";
        look_up_hint: "INN: 10 or 12 digits", "ІПН: 10 або 12 цифр", "ИНН: 10 или 12 цифр";
        look_up_lead: "Type an INN above and press “Find”: the form is filled from the state register. Nothing is saved before you do.", "Введіть ІПН вище й натисніть «Знайти»: форму буде заповнено з державного реєстру. Без вас нічого не збережеться.", "Введите ИНН выше и нажмите «Найти»: форма заполнится из государственного реестра. Без вас ничего не сохранится.";
        found: "Filled from the state register. Look through it and save.", "Заповнено з державного реєстру. Перегляньте й збережіть.", "Заполнено из государственного реестра. Просмотрите и сохраните.";
        found_unusable: "The register’s record lacks what is needed ({}). Fill in the form by hand.", "У записі реєстру бракує потрібного ({}). Заповніть форму вручну.", "В записи реестра не хватает нужного ({}). Заполните форму вручную.";
        found_unreadable: "Could not be read and is left empty: {}.", "Не вдалося прочитати, залишено порожнім: {}.", "Не удалось прочитать, оставлено пустым: {}.";
        at_vendor: "At the vendor", "У постачальника", "У поставщика";
        synced: "Compared with the register", "Порівняння з реєстром", "Сравнение с реестром";
        pushed: "Written to the directory", "Запис до довідника", "Запись в справочник";
        vendor_id: "Id there", "Ідентифікатор там", "Идентификатор там";
        known_since: "Known since", "Відома з", "Известна с";
        sync: "Compare with the state register", "Порівняти з державним реєстром", "Сравнить с государственным реестром";
        sync_hint: "What came from the register follows it; everything else is shown as a difference.", "Що взято з реєстру, оновиться; решту буде показано як розбіжності.", "Что взято из реестра, обновится; остальное будет показано как расхождения.";
        push: "Write to the vendor’s directory", "Записати до довідника постачальника", "Записать в справочник поставщика";
        push_hint: "The vendor saves by name. Where that would overwrite something else, it is not done and the page says so.", "Постачальник зберігає за назвою. Якщо це перезаписало б інше, запису не буде, і сторінка про це скаже.", "Поставщик сохраняет по названию. Если это перезаписало бы другое, записи не будет, и страница об этом скажет.";
        overwrite: "Overwrite", "Перезаписати", "Перезаписать";
        overwrite_hint: "what the directory has of this organization", "те, що довідник має про цю організацію", "то, что справочник имеет об этой организации";
        hide: "Hide", "Приховати", "Скрыть";
        hide_hint: "Lists do not offer it any more; declarations that name it stay as they are.", "Списки її більше не пропонують; декларації з нею лишаються.", "Списки её больше не предлагают; декларации с ней остаются.";
        unhide: "Offer again", "Знову пропонувати", "Снова предлагать";
        erase: "Erase personal data", "Стерти персональні дані", "Стереть персональные данные";
        erase_hint: "The key is destroyed. It cannot be undone: nobody can read this data again, here or in copies of the store.", "Ключ буде знищено. Скасувати неможливо: ніхто більше не прочитає цих даних ні тут, ні в копіях сховища.", "Ключ будет уничтожен. Отменить невозможно: никто больше не прочтёт этих данных ни здесь, ни в копиях хранилища.";
        erase_reason_hint: "on whose wish or by which rule; must not name the person", "на чиє прохання чи за яким правилом; без імені особи", "по чьей просьбе или по какому правилу; без имени человека";
        understood: "I understand that it cannot be undone", "Розумію, що скасувати неможливо", "Понимаю, что отменить невозможно";
        say_understood: "tick that you understand: it cannot be undone", "позначте, що розумієте: скасувати неможливо", "отметьте, что понимаете: отменить невозможно";
        erase_ask: "Erase the personal data for good? This cannot be undone.", "Стерти персональні дані назавжди? Скасувати це неможливо.", "Стереть персональные данные навсегда? Отменить это невозможно.";
        held_differs: "The directory has it otherwise. Decide the differences, or write with “Overwrite”.", "Довідник має інше. Вирішіть розбіжності або запишіть із «Перезаписати».", "В справочнике иначе. Решите расхождения или запишите с «Перезаписать».";
        held_another_name: "The directory spells the name otherwise: {}. Take that name here, or correct it there.", "У довіднику назва інша: {}. Візьміть її тут або виправте там.", "В справочнике название другое: {}. Возьмите его здесь или исправьте там.";
        held_another: "Another organization has this name there and would be overwritten. Change one of the names.", "Там цю назву має інша організація, її було б перезаписано. Змініть одну з назв.", "Там это название у другой организации, она была бы перезаписана. Измените одно из названий.";
        held_person: "The directory has this person otherwise. Make it alike in the vendor’s pages, and write again.", "Довідник має про цю особу інше. Зробіть однаково на сторінках постачальника й запишіть знову.", "В справочнике об этом человеке иначе. Сделайте одинаково на страницах поставщика и запишите снова.";
        held_personal: "The directory has other personal data. Correct one of the two, or write with “Overwrite”.", "Довідник має інші персональні дані. Виправте одне з двох або запишіть із «Перезаписати».", "В справочнике другие персональные данные. Исправьте одно из двух или запишите с «Перезаписать».";
        not_in_registry: "The register does not know it. Check the INN.", "Реєстр її не знає. Перевірте ІПН.", "Реестр её не знает. Проверьте ИНН.";
        never_read: "The directory was not read yet.", "Довідник ще не читали.", "Справочник ещё не читали.";
        read_directory: "Read the directory", "Прочитати довідник", "Прочитать справочник";
        read_directory_hint: "New organizations are added; what differs from ours is shown, never taken over.", "Нові організації буде додано; розбіжності буде показано, а не прийнято.", "Новые организации добавятся; расхождения будут показаны, а не приняты.";
        rows_read: "rows: {}", "рядків: {}", "строк: {}";
        row: "Row", "Рядок", "Строка";
        problem: "What is wrong", "Що не так", "Что не так";
        not_taken: "Not taken in", "Не прийнято", "Не принято";
        all_taken: "Every row was taken in.", "Усі рядки прийнято.", "Все строки приняты.";
    }
}

group! {
    /// Fields of organizations.
    CustomsFields {
        name: "Name", "Назва", "Название";
        label: "Label in lists", "Позначка у списках", "Обозначение в списках";
        short_name: "Short name", "Коротка назва", "Краткое название";
        inn: "INN", "ІПН", "ИНН";
        kpp: "KPP", "КПП", "КПП";
        ogrn: "OGRN", "ОГРН", "ОГРН";
        ogrnip: "OGRNIP", "ОГРНІП", "ОГРНИП";
        country: "Country", "Країна", "Страна";
        tax_id: "Taxpayer number there", "Податковий номер там", "Налоговый номер там";
        okpo: "OKPO", "ОКПО", "ОКПО";
        okato: "OKATO", "ОКАТО", "ОКАТО";
        oktmo: "OKTMO", "ОКТМО", "ОКТМО";
        phone: "Telephone", "Телефон", "Телефон";
        email: "E-mail", "Ел. пошта", "Эл. почта";
        fax: "Fax", "Факс", "Факс";
        branch: "Branch", "Підрозділ", "Подразделение";
        branch_kpp: "KPP of the branch", "КПП підрозділу", "КПП подразделения";
        acts_surname: "Representative: surname", "Представник: прізвище", "Представитель: фамилия";
        acts_name: "Representative: first name", "Представник: ім’я", "Представитель: имя";
        acts_patronymic: "Representative: patronymic", "Представник: по батькові", "Представитель: отчество";
        position: "Representative: position", "Представник: посада", "Представитель: должность";
        first_name: "First name", "Ім’я", "Имя";
        surname: "Surname", "Прізвище", "Фамилия";
        patronymic: "Patronymic", "По батькові", "Отчество";
        card_code: "Identity paper: code", "Документ: код", "Документ: код";
        card_name: "Identity paper: kind", "Документ: вид", "Документ: вид";
        card_series: "Series", "Серія", "Серия";
        card_number: "Number", "Номер", "Номер";
        issued_on: "Issued on", "Дата видачі", "Дата выдачи";
        issued_by: "Issued by", "Ким видано", "Кем выдан";
        legal_address: "Registered address", "Юридична адреса", "Юридический адрес";
        actual_address: "Actual address", "Фактична адреса", "Фактический адрес";
        addresses: "Addresses", "Адреси", "Адреса";
        address: "Address", "Адреса", "Адрес";
        country_code: "Country code", "Код країни", "Код страны";
        postal_code: "Postal code", "Індекс", "Индекс";
        region: "Region", "Регіон", "Регион";
        city: "City", "Місто", "Город";
        settlement: "Settlement", "Населений пункт", "Населённый пункт";
        street: "Street", "Вулиця", "Улица";
        house: "House", "Будинок", "Дом";
        room: "Room", "Приміщення", "Помещение";
        territory_code: "Code of the territory", "Код території", "Код территории";
        whole_address: "As one text", "Одним рядком", "Одной строкой";
    }
}

group! {
    /// Tables of codes.
    CustomsTables {
        title: "Tables of codes", "Довідники", "Справочники";
        lead: "Tables renew themselves. An import that would empty a table or end too many codes waits for an administrator.", "Довідники оновлюються самі. Імпорт, що спорожнив би таблицю або припинив би забагато кодів, чекає на адміністратора.", "Справочники обновляются сами. Импорт, который опустошил бы таблицу или прекратил бы слишком много кодов, ждёт администратора.";
        table: "Table", "Таблиця", "Таблица";
        version: "Version", "Версія", "Версия";
        codes: "Codes in force", "Чинних кодів", "Действующих кодов";
        age: "Age", "Вік", "Возраст";
        minutes: "{} min", "{} хв", "{} мин";
        hours: "{} h", "{} год", "{} ч";
        days: "{} d", "{} дн.", "{} дн.";
        counts: "+{} new, {} changed, −{} ended", "+{} нових, {} змінено, −{} припинено", "+{} новых, {} изменено, −{} прекращено";
        rejected: "{} not readable {}", "не прочитано {} {}", "не прочитано {} {}";
        waits: "Waits for a person", "Чекає на людину", "Ждёт человека";
        importing: "Being imported", "Імпортується", "Импортируется";
        failed: "The source did not answer", "Джерело не відповіло", "Источник не ответил";
        good: "In order", "У порядку", "В порядке";
        nothing_yet: "Nothing imported yet", "Ще не імпортовано", "Ещё не импортировано";
        nothing_yet_do: "An administrator can import the table now.", "Адміністратор може імпортувати таблицю зараз.", "Администратор может импортировать таблицу сейчас.";
        import_now: "Import now", "Імпортувати зараз", "Импортировать сейчас";
        held: "Imports that wait for a person", "Імпорти, що чекають на людину", "Импорты, которые ждут человека";
        why: "Why", "Чому", "Почему";
        rows: "Rows", "Рядків", "Строк";
        would_end: "Would end", "Припинить", "Прекратит";
        would_close: "{} of {} codes", "{} з {} кодів", "{} из {} кодов";
        doubt_empty: "The source has no rows", "У джерелі немає рядків", "В источнике нет строк";
        doubt_shrunk: "Too many codes would end at once", "Забагато кодів припинилося б одразу", "Слишком много кодов прекратилось бы сразу";
        confirm: "It is right, import", "Правильно, імпортувати", "Верно, импортировать";
        confirm_ask: "Import it? {} of {} codes end.", "Імпортувати? Припиниться {} з {} кодів.", "Импортировать? Прекратится {} из {} кодов.";
        dismiss: "Drop", "Відкинути", "Отбросить";
        ask_administrator: "An administrator decides.", "Вирішує адміністратор.", "Решает администратор.";
        no_tables: "There are no tables.", "Довідників немає.", "Справочников нет.";
        no_tables_do: "Tell an administrator.", "Повідомте адміністратора.", "Сообщите администратору.";
        search: "Code or name", "Код або назва", "Код или название";
        on_day: "In force on", "Чинні на день", "Действуют на день";
        as_version: "As version {} says.", "За версією {}.", "По версии {}.";
        code: "Code", "Код", "Код";
        name: "Name", "Назва", "Название";
        more: "Also", "Також", "Также";
        in_force: "In force", "Чинність", "Действие";
        long_since: "since before the first import", "ще до першого імпорту", "ещё до первого импорта";
        until: "until {}", "до {}", "до {}";
        none_found: "Nothing fits.", "Нічого не знайдено.", "Ничего не найдено.";
        none_found_do: "Try the beginning of a code or a part of a name, another day, or clear the day.", "Спробуйте початок коду чи частину назви, інший день або приберіть день.", "Попробуйте начало кода или часть названия, другой день или уберите день.";
        versions: "Versions", "Версії", "Версии";
        changes: "What it changed", "Що змінила", "Что изменила";
        history_of: "History of {}", "Історія {}", "История {}";
        to_table: "To the table", "До таблиці", "К таблице";
        fields: "Fields of the form", "Поля форми", "Поля формы";
        fields_of: "Fields of {}", "Поля {}", "Поля {}";
        field: "Field", "Поле", "Поле";
        form_box: "Box", "Графа", "Графа";
        kind: "Holds", "Містить", "Содержит";
        repeated: "Several", "Кілька", "Несколько";
        no_fields: "No fields.", "Полів немає.", "Полей нет.";
        whole_form: "The form", "Форма", "Форма";
        common_organizations: "Counterparties at the vendor", "Контрагенти у постачальника", "Контрагенты у поставщика";
        customs_offices: "Customs offices", "Митні органи", "Таможенные органы";
        declaration_types: "Declaration types", "Типи декларацій", "Типы деклараций";
        document_types: "Kinds of documents", "Види документів", "Виды документов";
        employees: "Employees", "Співробітники", "Сотрудники";
        form_definitions: "Forms", "Форми", "Формы";
        own_organizations: "Own organizations", "Власні організації", "Свои организации";
        procedures: "Procedures", "Процедури", "Процедуры";
        singularities: "Special features", "Особливості", "Особенности";
        templates: "Templates", "Шаблони", "Шаблоны";
    }
}

impl super::Words {
    /// What a table of codes is called.
    pub(crate) fn customs_table<'a>(&self, code: &'a str) -> &'a str {
        let words = &self.customs_tables;
        match code {
            "common-organizations" => words.common_organizations,
            "customs-offices" => words.customs_offices,
            "declaration-types" => words.declaration_types,
            "document-types" => words.document_types,
            "employees" => words.employees,
            "form-definitions" => words.form_definitions,
            "own-organizations" => words.own_organizations,
            "procedures" => words.procedures,
            "singularities" => words.singularities,
            "templates" => words.templates,
            other => other,
        }
    }
}

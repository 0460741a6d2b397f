//! Customs: declarations, from a draft to release.

use super::{Words, group};

group! {
    /// Everything of declarations but the names of codes.
    Customs {
        title: "Customs", "Митниця", "Таможня";
        declarations: "Declarations", "Декларації", "Декларации";
        new: "New declaration", "Нова декларація", "Новая декларация";
        lists: "Lists", "Списки", "Списки";
        in_work: "In work", "У роботі", "В работе";
        attention: "Needs attention", "Потребує уваги", "Требует внимания";
        archive: "Archive", "Архів", "Архив";
        archived: "Put away", "В архіві", "В архиве";
        search_hint: "Name, number at customs, shipment", "Назва, номер на митниці, відправлення", "Название, номер на таможне, отправка";
        name: "Name", "Назва", "Название";
        name_hint: "what your team calls it", "як її називає ваша команда", "как её называет ваша команда";
        to_do: "To do", "Що робити", "Что делать";
        registration_number: "Number at customs", "Номер на митниці", "Номер на таможне";
        procedure: "Procedure", "Процедура", "Процедура";
        procedure_and_office: "Procedure, office", "Процедура, орган", "Процедура, орган";
        office: "Customs office", "Митний орган", "Таможенный орган";
        office_hint: "8 digits or a part of the name", "8 цифр або частина назви", "8 цифр или часть названия";
        office_unknown: "No such office is in force. Type its 8 digits or another part of the name.", "Такого органу немає серед чинних. Введіть 8 цифр або іншу частину назви.", "Такого органа нет среди действующих. Введите 8 цифр или другую часть названия.";
        office_several: "Several offices fit; type the 8 digits of one: {}", "Підходять кілька органів; введіть 8 цифр одного: {}", "Подходят несколько органов; введите 8 цифр одного: {}";
        goods: "Goods", "Товари", "Товары";
        documents: "Documents", "Документи", "Документы";
        begun: "Begun", "Створено", "Создана";
        changed: "Changed", "Змінено", "Изменена";
        revision_number: "version {}", "версія {}", "версия {}";
        empty: "No declarations yet.", "Декларацій ще немає.", "Деклараций ещё нет.";
        empty_do: "Press “New declaration”: choose procedure, office and who signs, then fill the form or import it.", "Натисніть «Нова декларація»: оберіть процедуру, орган і хто підписує, тоді заповніть форму або імпортуйте її.", "Нажмите «Новая декларация»: выберите процедуру, орган и кто подписывает, затем заполните форму или импортируйте её.";
        empty_wait: "A declarant begins them; they appear here by themselves.", "Їх створює декларант; вони з’являться тут самі.", "Их создаёт декларант; они появятся здесь сами.";
        empty_found: "Nothing fits.", "Нічого не знайдено.", "Ничего не найдено.";
        empty_found_do: "Try another word, or clear the filters. Archived ones are in their own list.", "Спробуйте інше слово або зніміть фільтри. Архівні мають власний список.", "Попробуйте другое слово или снимите фильтры. У архивных свой список.";
        empty_attention: "Nothing waits for a person.", "Ніщо не чекає на людину.", "Ничто не ждёт человека.";
        empty_attention_do: "What fails, contradicts or must be corrected appears here by itself.", "Збої, суперечності й запити на виправлення з’являються тут самі.", "Сбои, противоречия и запросы на исправление появляются здесь сами.";
        empty_archive: "Nothing was put away yet.", "В архіві ще нічого немає.", "В архиве ещё ничего нет.";
        empty_archive_do: "Open a finished declaration and choose “Put away”.", "Відкрийте завершену декларацію та оберіть «До архіву».", "Откройте завершённую декларацию и выберите «В архив».";
        new_hint: "Codes are those in force today. The form, goods and documents come next.", "Коди — чинні на сьогодні. Форма, товари й документи — далі.", "Коды — действующие на сегодня. Форма, товары и документы — дальше.";
        begin: "Begin the declaration", "Створити декларацію", "Создать декларацию";
        kind: "Type", "Тип", "Тип";
        singularity: "Feature", "Особливість", "Особенность";
        signer: "Who declares and signs", "Хто декларує й підписує", "Кто декларирует и подписывает";
        signer_hint: "organization and its employee at Kontur", "організація та її співробітник у Контурі", "организация и её сотрудник в Контуре";
        shipment: "Shipment", "Відправлення", "Отправка";
        no_tables: "Procedures or employees are not imported yet, so there is nothing to choose. Ask an administrator to import the reference data of Kontur.", "Процедури або співробітників ще не імпортовано, тож обирати нема з чого. Попросіть адміністратора імпортувати довідники Контуру.", "Процедуры или сотрудники ещё не импортированы, поэтому выбирать не из чего. Попросите администратора импортировать справочники Контура.";
        heading: "Heading", "Заголовок", "Заголовок";
        edit_heading: "Change the heading", "Змінити заголовок", "Изменить заголовок";
        save_heading: "Save the heading", "Зберегти заголовок", "Сохранить заголовок";
        parts: "Parts of the declaration", "Частини декларації", "Части декларации";
        overview: "Overview", "Огляд", "Обзор";
        form: "Form", "Форма", "Форма";
        parties: "Parties", "Учасники", "Участники";
        journal: "Journal", "Журнал", "Журнал";
        files: "Files and print", "Файли та друк", "Файлы и печать";
        next_form: "A draft without a form. Fill in the form, or import it under “Files and print”.", "Чернетка без форми. Заповніть форму або імпортуйте її в «Файли та друк».", "Черновик без формы. Заполните форму или импортируйте её в «Файлы и печать».";
        next_goods: "The form has no goods yet. Add them, or import an Excel list under “Files and print”.", "У формі ще немає товарів. Додайте їх або імпортуйте список Excel у «Файли та друк».", "В форме ещё нет товаров. Добавьте их или импортируйте список Excel в «Файлы и печать».";
        next_parties: "Choose the organizations in their boxes, attach the documents, then submit.", "Оберіть організації за графами, додайте документи й надішліть.", "Выберите организации по графам, приложите документы и отправьте.";
        next_submit: "Check form, parties and documents, then submit it to Kontur.", "Перевірте форму, учасників і документи та надішліть до Контуру.", "Проверьте форму, участников и документы и отправьте в Контур.";
        next_submitting: "It is on its way to Kontur, step by step. Nothing to do; this page follows it.", "Передаємо до Контуру крок за кроком. Нічого робити не треба; сторінка стежить за цим.", "Передаём в Контур шаг за шагом. Делать ничего не нужно; страница следит за этим.";
        next_failed: "A step failed and waits for you. See why below, then let it go on or give it up.", "Крок не вдався й чекає на вас. Нижче сказано чому; продовжіть або відмовтеся.", "Шаг не удался и ждёт вас. Ниже сказано почему; продолжите или откажитесь.";
        next_filing: "Everything is at Kontur. Open it there, sign it and file it to customs by hand.", "Усе в Контурі. Відкрийте там, підпишіть і подайте до митниці вручну.", "Всё в Контуре. Откройте там, подпишите и подайте на таможню вручную.";
        next_sent: "It reached customs and waits for its number.", "Надійшла на митницю й чекає номера.", "Поступила на таможню и ждёт номера.";
        next_registered: "Customs registered it. A decision or a request follows.", "Митниця зареєструвала. Далі — рішення або запит.", "Таможня зарегистрировала. Дальше — решение или запрос.";
        next_correction: "Customs wants something corrected or added. Read the newest message, attach what is asked for, send it to Kontur, and answer there.", "Митниця просить виправити або додати. Прочитайте останнє повідомлення, додайте потрібне, надішліть до Контуру й дайте відповідь там.", "Таможня просит исправить или добавить. Прочитайте последнее сообщение, приложите нужное, отправьте в Контур и ответьте там.";
        next_released: "The goods are released. It can be put away.", "Товари випущено. Можна до архіву.", "Товары выпущены. Можно в архив.";
        next_refused: "Customs is done with this one. A new version takes over form, parties and documents.", "Митниця завершила роботу з нею. Нова версія перейме форму, учасників і документи.", "Таможня закончила с ней. Новая версия возьмёт форму, участников и документы.";
        next_deleted: "This draft was deleted. It can be copied.", "Цю чернетку видалено. Її можна скопіювати.", "Этот черновик удалён. Его можно скопировать.";
        vendor_says: "Kontur says", "Контур повідомляє", "Контур сообщает";
        declarant: "Declarant", "Декларант", "Декларант";
        employee: "Signs", "Підписує", "Подписывает";
        origin: "Made from", "Створено з", "Создана из";
        origin_open: "the earlier declaration", "попередньої декларації", "предыдущей декларации";
        docflow: "Docflow at Kontur", "Документообіг у Контурі", "Документооборот в Контуре";
        goods_count: "Number of goods", "Кількість товарів", "Количество товаров";
        gross: "Gross weight", "Вага брутто", "Вес брутто";
        net: "Net weight", "Вага нетто", "Вес нетто";
        kilograms: "{} kg", "{} кг", "{} кг";
        invoiced: "Invoiced", "Фактурна вартість", "Фактурная стоимость";
        customs_value: "Customs value", "Митна вартість", "Таможенная стоимость";
        form_size: "Size of the form", "Розмір форми", "Размер формы";
        estimate: "Estimate of payments", "Оцінка платежів", "Оценка платежей";
        estimate_make: "Estimate the payments", "Оцінити платежі", "Оценить платежи";
        estimate_again: "Estimate again", "Оцінити знову", "Оценить снова";
        estimate_hint: "Duty, VAT and fee of the goods in the form, by your tariff and the rules of the day. An estimate, not a decision of customs.", "Мито, ПДВ і збір за товарами форми, за вашим тарифом і правилами дня. Це оцінка, а не рішення митниці.", "Пошлина, НДС и сбор по товарам формы, по вашему тарифу и правилам дня. Это оценка, а не решение таможни.";
        estimate_none: "Nothing was estimated yet.", "Ще нічого не оцінювали.", "Ещё ничего не оценивали.";
        estimate_old: "The form has changed since. Estimate again.", "Відтоді форму змінено. Оцініть знову.", "С тех пор форма изменилась. Оцените снова.";
        estimate_on: "Rules of the day; today when empty", "Правила на день; порожньо: сьогодні", "Правила на день; пусто: сегодня";
        estimate_rates: "What currencies are worth, in roubles", "Курси валют у рублях", "Курсы валют в рублях";
        rate_units: "Units", "Одиниць", "Единиц";
        rate_roubles: "Roubles", "Рублів", "Рублей";
        rate_on: "In force from", "Чинний від", "Действует с";
        certainty: "How well the rules are known", "Наскільки відомі правила", "Насколько известны правила";
        verified: "compared with the text of the act", "звірено з текстом акта", "сверено с текстом акта";
        reported: "as several publications tell", "за кількома публікаціями", "по нескольким публикациям";
        unverified: "believed; a person should look", "припущення; хай перегляне людина", "предположение; пусть посмотрит человек";
        vat_rate: "VAT, %", "ПДВ, %", "НДС, %";
        duty: "Duty", "Мито", "Пошлина";
        vat: "Import VAT", "ПДВ імпорту", "НДС при ввозе";
        fee: "Customs fee", "Митний збір", "Таможенный сбор";
        rules_of: "Rules of", "Правила на", "Правила на";
        alerts: "What does not fit", "Що не сходиться", "Что не сходится";
        no_alerts: "Everything fits.", "Усе сходиться.", "Всё сходится.";
        what_differs: "What", "Що", "Что";
        settle: "Say what was done", "Записати, що зроблено", "Записать, что сделано";
        settle_note: "What was done", "Що зроблено", "Что сделано";
        settled: "Settled", "Вирішено", "Решено";
        orphan: "A docflow at Kontur that nobody uses: delete it there, then say so", "Зайвий документообіг у Контурі: видаліть його там і запишіть це", "Лишний документооборот в Контуре: удалите его там и запишите это";
        submit: "Submit to Kontur", "Надіслати до Контуру", "Отправить в Контур";
        submit_hint: "Docflow, form, parties and documents go to Kontur, each once. Afterwards a person signs and files it there.", "Документообіг, форма, учасники й документи підуть до Контуру, кожне один раз. Потім людина підпише й подасть там.", "Документооборот, форма, участники и документы уйдут в Контур, каждое один раз. Затем человек подпишет и подаст там.";
        resume: "Let it go on", "Продовжити", "Продолжить";
        resume_hint: "It goes on with the step that is not done; what is done stays done.", "Продовжить із незавершеного кроку; зроблене лишається.", "Продолжит с незавершённого шага; сделанное остаётся.";
        give_up: "Give it up", "Відмовитися", "Отказаться";
        give_up_hint: "It becomes a draft again. What was made at Kontur stays there and is used again next time.", "Знову стане чернеткою. Створене в Контурі лишиться й буде використане наступного разу.", "Снова станет черновиком. Созданное в Контуре останется и будет использовано в следующий раз.";
        amend: "Send what customs asked for", "Надіслати те, що просила митниця", "Отправить то, что просила таможня";
        amend_hint: "Documents that are only here go to Kontur, each once. Answer customs there afterwards.", "Документи, які є лише тут, підуть до Контуру, кожен один раз. Потім дайте там відповідь митниці.", "Документы, которые есть только здесь, уйдут в Контур, каждый один раз. Затем ответьте там таможне.";
        amendment: "Documents for customs", "Документи для митниці", "Документы для таможни";
        give_up_amendment_hint: "What is at Kontur stays there. The rest can be taken off or sent again.", "Те, що вже в Контурі, лишиться там. Решту можна зняти або надіслати знову.", "То, что уже в Контуре, останется там. Остальное можно снять или отправить снова.";
        given_up: "This submission was given up.", "Від цього надсилання відмовилися.", "От этой отправки отказались.";
        revision: "Begin a new version", "Почати нову версію", "Начать новую версию";
        revision_hint: "Form, parties, documents and shipment are taken over. This one stays as it is.", "Форма, учасники, документи й відправлення переходять. Ця лишається як є.", "Форма, участники, документы и отправка переходят. Эта остаётся как есть.";
        copy: "Copy", "Копіювати", "Копировать";
        copy_hint: "Heading, parties, form and goods. Documents and shipment are not copied.", "Заголовок, учасники, форма й товари. Документи й відправлення не копіюються.", "Заголовок, участники, форма и товары. Документы и отправка не копируются.";
        copy_name: "Name of the copy", "Назва копії", "Название копии";
        copy_of: "{} (copy)", "{} (копія)", "{} (копия)";
        put_away: "Put away", "До архіву", "В архив";
        take_back: "Take out of the archive", "Повернути з архіву", "Вернуть из архива";
        delete: "Delete the draft", "Видалити чернетку", "Удалить черновик";
        delete_hint: "For good. What was at Kontur is never deleted.", "Назавжди. Те, що було в Контурі, не видаляється.", "Навсегда. То, что было в Контуре, не удаляется.";
        submission: "Submission", "Надсилання", "Отправка в Контур";
        steps: "Steps", "Кроки", "Шаги";
        step: "Step", "Крок", "Шаг";
        since: "Since", "Відколи", "С какого времени";
        no_steps: "No steps yet.", "Кроків ще немає.", "Шагов ещё нет.";
        steps_done: "{} of {} steps are done", "Зроблено кроків: {} з {}", "Сделано шагов: {} из {}";
        attempt: "Attempt {}, asked for {} by {}", "Спроба {}, запит {}, {}", "Попытка {}, запрос {}, {}";
        tries_failed: "failed tries: {}", "невдалих спроб: {}", "неудачных попыток: {}";
        tried_again: "tried again {}", "наступна спроба {}", "следующая попытка {}";
        inferred: "Follows from what was said later", "Випливає зі сказаного пізніше", "Следует из сказанного позже";
        message: "Message of customs", "Повідомлення митниці", "Сообщение таможни";
        mark: "Mark of customs", "Відмітка митниці", "Отметка таможни";
        message_open: "Whole text", "Увесь текст", "Весь текст";
        journal_empty: "Customs has said nothing yet. Facts and messages appear here by themselves.", "Митниця ще нічого не повідомляла. Факти й повідомлення з’являться тут самі.", "Таможня ещё ничего не сообщала. Факты и сообщения появятся здесь сами.";
        number: "Number", "Номер", "Номер";
        one_good: "Goods", "Товар", "Товар";
        commodity: "Commodity code", "Код товару", "Код товара";
        country: "Origin", "Походження", "Происхождение";
        gross_kg: "Gross, kg", "Брутто, кг", "Брутто, кг";
        net_kg: "Net, kg", "Нетто, кг", "Нетто, кг";
        payments: "Payments", "Платежі", "Платежи";
        goods_of: "{} goods in all", "усього товарів: {}", "всего товаров: {}";
        goods_empty: "No goods yet.", "Товарів ще немає.", "Товаров ещё нет.";
        goods_empty_do: "Add the first one, or import an Excel list under “Files and print”.", "Додайте перший або імпортуйте список Excel у «Файли та друк».", "Добавьте первый или импортируйте список Excel в «Файлы и печать».";
        goods_add: "Add goods", "Додати товар", "Добавить товар";
        goods_import: "Import from Excel", "Імпортувати з Excel", "Импортировать из Excel";
        part: "Part", "Роль", "Роль";
        organization: "Organization", "Організація", "Организация";
        nobody: "not chosen", "не обрано", "не выбран";
        choose: "Choose", "Обрати", "Выбрать";
        no_box: "printed, not sent", "друкується, не надсилається", "печатается, не отправляется";
        box_number: "box {}", "графа {}", "графа {}";
        organization_hint: "Name or tax number", "Назва або податковий номер", "Название или налоговый номер";
        no_organization: "No organization was found. Try another word, or register it under Organizations.", "Організацію не знайдено. Спробуйте інше слово або зареєструйте її в «Організаціях».", "Организация не найдена. Попробуйте другое слово или зарегистрируйте её в «Организациях».";
        document: "Document", "Документ", "Документ";
        number_and_date: "Number and date", "Номер і дата", "Номер и дата";
        date: "Date", "Дата", "Дата";
        document_kind: "Kind", "Вид", "Вид";
        document_name: "Name", "Назва", "Название";
        document_name_hint: "the kind’s own when empty", "порожньо: назва виду", "пусто: название вида";
        document_goods: "For goods", "Для товарів", "Для товаров";
        goods_numbers_hint: "numbers such as 1, 3, 5-8; all when empty", "номери, наприклад 1, 3, 5-8; порожньо: усі", "номера, например 1, 3, 5-8; пусто: все";
        all_goods: "all", "усі", "все";
        scan: "Scan", "Скан", "Скан";
        scan_hint: "PDF, JPEG or TIFF, 3 MB at most; without it only number and date are declared", "PDF, JPEG або TIFF, не більше 3 МБ; без нього заявляються лише номер і дата", "PDF, JPEG или TIFF, не больше 3 МБ; без него заявляются только номер и дата";
        no_scan: "no scan", "без скану", "без скана";
        at_vendor: "At Kontur", "У Контурі", "В Контуре";
        only_here: "Only here", "Лише тут", "Только здесь";
        documents_empty: "No documents yet.", "Документів ще немає.", "Документов ещё нет.";
        documents_empty_do: "Attach the invoice, the contract and the waybill above.", "Додайте вище рахунок, договір і накладну.", "Приложите выше счёт, договор и накладную.";
        attach: "Attach a document", "Додати документ", "Приложить документ";
        link: "Say which goods it concerns", "Указати товари", "Указать товары";
        detach: "Take it off", "Зняти документ", "Снять документ";
        detach_hint: "Only what was not sent is taken off; what was sent stays.", "Знімається лише те, що не надіслано; надіслане лишається.", "Снимается только то, что не отправлено; отправленное остаётся.";
        drop_hint: "or drop a file here", "або перетягніть файл сюди", "или перетащите файл сюда";
        uploading: "Uploading", "Завантажуємо", "Загружаем";
        uploaded: "Uploaded", "Завантажено", "Загружено";
        upload_failed: "The file did not arrive. Check the connection and press the button again.", "Файл не надійшов. Перевірте зв’язок і натисніть кнопку ще раз.", "Файл не дошёл. Проверьте связь и нажмите кнопку ещё раз.";
        upload_type: "A scan is a PDF, JPEG or TIFF. Save it as one of them and choose it again.", "Скан — це PDF, JPEG або TIFF. Збережіть в одному з них і оберіть знову.", "Скан — это PDF, JPEG или TIFF. Сохраните в одном из них и выберите снова.";
        upload_large: "The scan is larger than 3 MB. Scan it in grey at 200 dpi, or split it, and choose it again.", "Скан більший за 3 МБ. Скануйте в сірому з 200 dpi або розділіть і оберіть знову.", "Скан больше 3 МБ. Сканируйте в сером с 200 dpi или разделите и выберите снова.";
        place: "Place in the form", "Місце у формі", "Место в форме";
        form_root: "Declaration", "Декларація", "Декларация";
        form_large: "This form is too large to be edited here. Fetch it, change the file, and import it.", "Форма завелика, щоб редагувати тут. Завантажте її, змініть файл та імпортуйте.", "Форма слишком велика для правки здесь. Скачайте её, измените файл и импортируйте.";
        form_fetch: "Fetch the form", "Завантажити форму", "Скачать форму";
        form_fixed: "The form can be changed only while the declaration is a draft.", "Форму можна змінювати, лише доки декларація — чернетка.", "Форму можно менять, только пока декларация — черновик.";
        no_template: "The template of this form is not imported yet; only what is filled in is shown. Ask an administrator to import the reference data.", "Шаблон цієї форми ще не імпортовано; видно лише заповнене. Попросіть адміністратора імпортувати довідники.", "Шаблон этой формы ещё не импортирован; видно только заполненное. Попросите администратора импортировать справочники.";
        no_fields: "This section has no fields of its own. Open one of those below.", "Цей розділ не має власних полів. Відкрийте один із наведених нижче.", "У этого раздела нет своих полей. Откройте один из приведённых ниже.";
        save_section: "Save this section", "Зберегти розділ", "Сохранить раздел";
        remove_section: "Remove this section", "Прибрати розділ", "Убрать раздел";
        sections: "Sections within", "Вкладені розділи", "Вложенные разделы";
        open_section: "open", "відкрити", "открыть";
        add_section: "Add one more", "Додати ще", "Добавить ещё";
        and_more: "and {} more", "і ще {}", "и ещё {}";
        beside: "Beside this one", "Поруч", "Рядом";
        before: "Previous", "Попередній", "Предыдущий";
        after: "Next", "Наступний", "Следующий";
        changed_meanwhile: "Somebody changed the declaration while you were typing. Nothing is lost: your text is below, and what is saved now stands beside each field that differs. Correct what you need and save again.", "Хтось змінив декларацію, поки ви вводили. Нічого не втрачено: ваш текст нижче, а збережене зараз — поруч із кожним відмінним полем. Виправте потрібне й збережіть ще раз.", "Кто-то изменил декларацию, пока вы вводили. Ничего не потеряно: ваш текст ниже, а сохранённое сейчас — рядом с каждым отличающимся полем. Исправьте нужное и сохраните ещё раз.";
        saved_now: "saved now", "зараз збережено", "сейчас сохранено";
        hint_commodity: "10 digits", "10 цифр", "10 цифр";
        hint_country: "two letters, such as CN", "дві літери, наприклад CN", "две буквы, например CN";
        hint_currency: "three letters, such as USD", "три літери, наприклад USD", "три буквы, например USD";
        hint_date: "such as 2026-11-21", "наприклад 2026-11-21", "например 2026-11-21";
        hint_several: "one a line", "по одному на рядок", "по одному на строку";
        import: "Import a file", "Імпортувати файл", "Импортировать файл";
        import_hint: "The file is read in the background. Until it is done, nothing changes; if it is wrong, the page says row and field.", "Файл читається у фоні. Доки не завершено, нічого не змінюється; якщо в ньому помилка, сторінка вкаже рядок і поле.", "Файл читается в фоне. Пока не закончено, ничего не меняется; если в нём ошибка, страница укажет строку и поле.";
        import_types: "Excel (.xlsx), XML or JSON, 16 MB at most", "Excel (.xlsx), XML або JSON, не більше 16 МБ", "Excel (.xlsx), XML или JSON, не больше 16 МБ";
        import_type: "Only .xlsx, .xml and .json are imported. Save the file as one of them and choose it again.", "Імпортуються лише .xlsx, .xml і .json. Збережіть файл в одному з них і оберіть знову.", "Импортируются только .xlsx, .xml и .json. Сохраните файл в одном из них и выберите снова.";
        import_large: "The file is larger than 16 MB. Take out pictures and empty sheets, or split it.", "Файл більший за 16 МБ. Приберіть малюнки й порожні аркуші або розділіть його.", "Файл больше 16 МБ. Уберите картинки и пустые листы или разделите его.";
        import_as: "Import as", "Імпортувати як", "Импортировать как";
        import_goods_replace: "Goods from Excel, instead of those that are there", "Товари з Excel замість наявних", "Товары из Excel вместо имеющихся";
        import_goods_append: "Goods from Excel, after those that are there", "Товари з Excel після наявних", "Товары из Excel после имеющихся";
        import_form_xml: "The whole form from XML", "Усю форму з XML", "Всю форму из XML";
        import_form_json: "The whole form from JSON", "Усю форму з JSON", "Всю форму из JSON";
        file: "File", "Файл", "Файл";
        no_file: "choose a file", "оберіть файл", "выберите файл";
        make: "Export and print", "Експорт і друк", "Экспорт и печать";
        print: "Print a working copy", "Надрукувати робочу копію", "Напечатать рабочую копию";
        print_hint: "A PDF of the declaration as it stands now; needs no Kontur.", "PDF декларації, якою вона є зараз; без Контуру.", "PDF декларации в нынешнем виде; без Контура.";
        export_json: "Form as JSON", "Форма в JSON", "Форма в JSON";
        export_xml: "Form as XML", "Форма в XML", "Форма в XML";
        export_goods: "Goods as Excel", "Товари в Excel", "Товары в Excel";
        vendor_pdf: "Kontur’s PDF", "PDF Контуру", "PDF Контура";
        vendor_html: "Kontur’s HTML", "HTML Контуру", "HTML Контура";
        vendor_print_later: "Kontur’s own print is offered once the declaration is there.", "Друк Контуру з’явиться, коли декларація буде там.", "Печать Контура появится, когда декларация будет там.";
        papers_do: "Choose “Print a working copy” above.", "Оберіть вище «Надрукувати робочу копію».", "Выберите выше «Напечатать рабочую копию».";
        job: "Job", "Завдання", "Задание";
        jobs: "Imports, exports, prints", "Імпорт, експорт, друк", "Импорт, экспорт, печать";
        no_jobs: "Nothing was imported or exported yet.", "Ще нічого не імпортовано й не експортовано.", "Ещё ничего не импортировано и не экспортировано.";
        job_import_form: "Import of the form, {}", "Імпорт форми, {}", "Импорт формы, {}";
        job_import_goods: "Import of goods, Excel", "Імпорт товарів, Excel", "Импорт товаров, Excel";
        job_export_form: "Form as {}", "Форма в {}", "Форма в {}";
        job_make_dts: "Declaration of customs value (DTS)", "Декларація митної вартості (ДМВ)", "Декларация таможенной стоимости (ДТС)";
        job_export_goods: "Goods as Excel", "Товари в Excel", "Товары в Excel";
        job_print: "Kontur’s print, {}", "Друк Контуру, {}", "Печать Контура, {}";
        goods_append: "after those that are there", "після наявних", "после имеющихся";
        goods_replace: "instead of those that are there", "замість наявних", "вместо имеющихся";
        job_lost_do: "Nothing came of it within a quarter of an hour. Ask for it again.", "За чверть години нічого не вийшло. Запустіть ще раз.", "За четверть часа ничего не вышло. Запустите ещё раз.";
        because_file: "The file is wrong; places: {}", "У файлі помилки; місць: {}", "В файле ошибки; мест: {}";
        because_changed: "Somebody changed the declaration meanwhile, and theirs stands. Look at it and import again.", "Тим часом декларацію змінили, і та зміна лишається. Перегляньте й імпортуйте ще раз.", "Тем временем декларацию изменили, и то изменение остаётся. Посмотрите и импортируйте ещё раз.";
        because_no_form: "Nothing is filled in yet, so there is nothing to write or print.", "Ще нічого не заповнено, тож нема чого записувати чи друкувати.", "Ещё ничего не заполнено, поэтому нечего записывать или печатать.";
        because_not_at_vendor: "Kontur does not have the declaration yet. Submit it first.", "Декларації ще немає в Контурі. Спочатку надішліть її.", "Декларации ещё нет в Контуре. Сначала отправьте её.";
        file_notes: "Worth knowing of this file", "Варто знати про цей файл", "Стоит знать об этом файле";
        column_left_out: "Column {} “{}” means nothing to a declaration and was left out.", "Стовпець {} «{}» нічого не означає для декларації, його пропущено.", "Столбец {} «{}» ничего не значит для декларации, он пропущен.";
        found_at_vendor: "Kontur had the form already, and none was made again: compare its costs.", "Форма вже була в Контурі, другої не створено: звірте її витрати.", "Форма уже была в Контуре, второй не создано: сверьте её расходы.";
        because_made_already: "Kontur has a declaration of customs value already. Change it there, or delete it there and ask again.", "У Контурі вже є ДМВ. Змініть її там або видаліть там і запустіть ще раз.", "В Контуре уже есть ДТС. Измените её там или удалите там и запустите ещё раз.";
        field_unplaced: "{} has no known place in the order of the album and stands last in its section.", "{} не має відомого місця в порядку альбому й стоїть останнім у розділі.", "{} не имеет известного места в порядке альбома и стоит последним в разделе.";
        dts: "Customs value (DTS)", "Митна вартість (ДМВ)", "Таможенная стоимость (ДТС)";
        dts_hint: "Costs are shared out among the goods to the kopeck. The shares are kept here as a file, and Kontur makes the form from the same costs.", "Витрати розподіляються між товарами до копійки. Частки зберігаються тут файлом, а Контур складає форму з тих самих витрат.", "Расходы распределяются между товарами до копейки. Доли сохраняются здесь файлом, а Контур составляет форму из тех же расходов.";
        dts_later: "Kontur makes the form while the declaration waits there to be filed: after it was submitted, before it is signed.", "Контур складає форму, поки декларація чекає там подання: після надсилання, до підпису.", "Контур составляет форму, пока декларация ждёт там подачи: после отправки, до подписи.";
        dts_form: "Form", "Форма", "Форма";
        dts1: "DTS-1: by the price of the deal", "ДТС-1: за ціною угоди", "ДТС-1: по стоимости сделки";
        dts2: "DTS-2: by other methods", "ДТС-2: за іншими методами", "ДТС-2: по другим методам";
        dts_make: "Share out and make the form", "Розподілити й скласти форму", "Распределить и составить форму";
        costs: "Costs", "Витрати", "Расходы";
        no_costs: "Enter at least one cost.", "Внесіть хоча б одну витрату.", "Внесите хотя бы один расход.";
        cost_box: "Box", "Графа", "Графа";
        cost_total: "Amount", "Сума", "Сумма";
        cost_basis: "Shared out by", "Розподіл за", "Распределение по";
        by_weight: "gross weight", "вагою брутто", "весу брутто";
        by_price: "price", "ціною", "цене";
        by_hand: "hand", "вручну", "вручную";
        cost_include: "Becomes a part of", "Входить до", "Входит в";
        of_price: "the price", "ціни", "цену";
        of_customs_value: "the customs value", "митної вартості", "таможенную стоимость";
        of_statistical_value: "the statistical value", "статистичної вартості", "статистическую стоимость";
        border_place: "Place of arrival", "Місце прибуття", "Место прибытия";
        cost_shares: "Shares by hand", "Частки вручну", "Доли вручную";
        cost_shares_hint: "Shares are written as goods = amount: 1 = 100.00; 2 = 50.00", "Частки записують як товар = сума: 1 = 100,00; 2 = 50,00", "Доли записывают как товар = сумма: 1 = 100,00; 2 = 50,00";
        because_outside: "Kontur failed: {} {}. Ask for it again.", "Збій Контуру: {} {}. Запустіть ще раз.", "Сбой Контура: {} {}. Запустите ещё раз.";
        form_problems: "The form, checked", "Перевірка форми", "Проверка формы";
        form_right: "The form agrees with its template and the rules of the boxes.", "Форма відповідає шаблону та правилам граф.", "Форма соответствует шаблону и правилам граф.";
        form_right_by_boxes: "The form agrees with the rules of the boxes; its template is not there to compare with.", "Форма відповідає правилам граф; шаблону для порівняння немає.", "Форма соответствует правилам граф; шаблона для сравнения нет.";
        form_problems_do: "A draft may have these; customs will not take them. Correct them in the form.", "У чернетці таке можливо; митниця цього не прийме. Виправте у формі.", "В черновике такое возможно; таможня этого не примет. Исправьте в форме.";
        file_problems: "What is wrong with the newest file", "Що не так в останньому файлі", "Что не так в последнем файле";
        file_problems_do: "Nothing was changed. Correct these places in the file and import it again.", "Нічого не змінено. Виправте ці місця у файлі та імпортуйте ще раз.", "Ничего не изменено. Исправьте эти места в файле и импортируйте ещё раз.";
        at_sheet: "sheet {}", "аркуш {}", "лист {}";
        at_row: "row {}", "рядок {}", "строка {}";
        at_line: "line {}", "рядок {}", "строка {}";
        at_column: "column {}", "стовпець {}", "столбец {}";
    }
}

group! {
    /// One name a code.
    CustomsCodes {
        draft: "Draft", "Чернетка", "Черновик";
        submitting: "Going to Kontur", "Передається до Контуру", "Передаётся в Контур";
        submission_failed: "Submission failed", "Не передано", "Не передана";
        awaiting_filing: "To be signed and filed", "Підписати й подати", "Подписать и подать";
        sent: "At customs", "На митниці", "На таможне";
        registered: "Registered", "Зареєстровано", "Зарегистрирована";
        correction_requested: "Correction wanted", "Запит на виправлення", "Запрос на исправление";
        released: "Released", "Випущено", "Выпущена";
        rejected: "Registration refused", "Відмова в реєстрації", "Отказ в регистрации";
        release_refused: "Release refused", "Відмова у випуску", "Отказ в выпуске";
        withdrawn: "Withdrawn", "Відкликано", "Отозвана";
        cancelled: "Cancelled by customs", "Скасовано митницею", "Аннулирована таможней";
        deleted: "Deleted", "Видалено", "Удалена";
        im: "Import", "Імпорт", "Импорт";
        ex: "Export", "Експорт", "Экспорт";
        tr: "Transit", "Транзит", "Транзит";
        consignor: "Consignor", "Відправник", "Отправитель";
        consignee: "Consignee", "Одержувач", "Получатель";
        responsible: "Responsible for payments", "Відповідальний за платежі", "Ответственный за платежи";
        declarant: "Declarant", "Декларант", "Декларант";
        carrier: "Carrier", "Перевізник", "Перевозчик";
        step_docflow: "Make the docflow", "Створити документообіг", "Создать документооборот";
        step_main_form: "Find its form", "Знайти його форму", "Найти его форму";
        step_form: "Send the form’s data", "Передати дані форми", "Передать данные формы";
        step_party: "Set a party in its box", "Внести учасника до графи", "Внести участника в графу";
        step_document: "Make a document", "Створити документ", "Создать документ";
        step_scan: "Send a scan", "Передати скан", "Передать скан";
        step_goods: "Link a document to goods", "Зв’язати документ із товарами", "Связать документ с товарами";
        state_waiting: "Waits for its turn", "Чекає черги", "Ждёт очереди";
        state_trying: "Being done", "Виконується", "Выполняется";
        state_retrying: "Failed, tried again by itself", "Збій, буде повторено", "Сбой, будет повторён";
        state_failed: "Failed, waits for you", "Збій, чекає на вас", "Сбой, ждёт вас";
        state_done: "Done", "Зроблено", "Сделано";
        job_working: "Being done", "Виконується", "Выполняется";
        job_failed: "Not done", "Не виконано", "Не выполнено";
        job_lost: "Lost", "Загублено", "Потеряно";
        alert_unknown_status: "A status that is not known", "Невідомий статус", "Неизвестный статус";
        alert_number_missing: "Registered without a number", "Зареєстровано без номера", "Зарегистрирована без номера";
        alert_number_changed: "Another number than before; the first is kept", "Інший номер, ніж був; збережено перший", "Другой номер, чем был; сохранён первый";
        alert_number_unreadable: "A number that cannot be one", "Номер, що не є номером", "Номер, который не номер";
        alert_contradiction: "An end that contradicts the one which holds", "Завершення, що суперечить чинному", "Завершение, которое противоречит действующему";
        alert_messages: "More messages than are kept", "Повідомлень більше, ніж зберігається", "Сообщений больше, чем хранится";
        alert_payments_unknown: "Payments at customs unknown", "Платежі на митниці невідомі", "Платежи на таможне неизвестны";
        alert_payments_unknown_do: "Box 47 of the form is empty: enter what the goods cost at customs under Profitability", "Графа 47 форми порожня: внесіть у «Рентабельність», скільки товари коштували на митниці", "Графа 47 формы пуста: внесите в «Рентабельность», во что товары обошлись на таможне";
        alert_holds_earlier: "Kontur holds more than the declaration", "У Контурі більше, ніж у декларації", "В Контуре больше, чем в декларации";
        alert_holds_earlier_do: "An earlier submission brought what is not in it any more: compare box by box before signing", "Попереднє надсилання передало те, чого в ній уже немає: звірте графи перед підписом", "Прежняя отправка передала то, чего в ней уже нет: сверьте графы перед подписью";
        alert_gone: "Kontur does not know the docflow any more", "Контур більше не знає документообігу", "Контур больше не знает документооборота";
        alert_journal: "The vendor’s journal could not be read", "Журнал постачальника не прочитано", "Журнал поставщика не прочитан";
        alert_document_left: "A document too many at the vendor: delete it there", "Зайвий документ у постачальника: видаліть його там", "Лишний документ у поставщика: удалите его там";
    }
}

group! {
    /// What has just been done.
    CustomsDone {
        declaration_begun: "The declaration is begun. Fill the form, choose the parties, attach the documents.", "Декларацію створено. Заповніть форму, оберіть учасників, додайте документи.", "Декларация создана. Заполните форму, выберите участников, приложите документы.";
        declaration_submitted: "It is on its way to Kontur. This page follows it.", "Передаємо до Контуру. Ця сторінка стежить за цим.", "Передаём в Контур. Эта страница следит за этим.";
        job_requested: "It is being done. This page follows it.", "Виконуємо. Ця сторінка стежить за цим.", "Выполняем. Эта страница следит за этим.";
        asked: "It is asked for. This page follows it.", "Запит прийнято. Ця сторінка стежить за ним.", "Запрос принят. Эта страница следит за ним.";
        erased: "The personal data is erased.", "Персональні дані стерто.", "Персональные данные стёрты.";
    }
}

impl Words {
    /// The name of a declaration's status, of a fact about customs, or of a type; the code itself
    /// where it is not known yet.
    pub(crate) fn customs_code<'a>(&self, code: &'a str) -> &'a str {
        let codes = &self.customs_codes;
        match code {
            "draft" => codes.draft,
            "submitting" => codes.submitting,
            "submission-failed" => codes.submission_failed,
            "awaiting-filing" => codes.awaiting_filing,
            "sent" => codes.sent,
            "registered" => codes.registered,
            "correction-requested" => codes.correction_requested,
            "released" => codes.released,
            "rejected" => codes.rejected,
            "release-refused" => codes.release_refused,
            "withdrawn" => codes.withdrawn,
            "cancelled" => codes.cancelled,
            "deleted" => codes.deleted,
            "IM" => codes.im,
            "EX" => codes.ex,
            "TR" => codes.tr,
            other => other,
        }
    }

    /// The name of a part in a declaration.
    pub(crate) fn customs_role<'a>(&self, code: &'a str) -> &'a str {
        let codes = &self.customs_codes;
        match code {
            "consignor" => codes.consignor,
            "consignee" => codes.consignee,
            "financially-responsible" => codes.responsible,
            "declarant" => codes.declarant,
            "carrier" => codes.carrier,
            other => other,
        }
    }

    /// The name of a step of a submission.
    pub(crate) fn customs_step<'a>(&self, code: &'a str) -> &'a str {
        let codes = &self.customs_codes;
        match code {
            "docflow" => codes.step_docflow,
            "main-form" => codes.step_main_form,
            "form" => codes.step_form,
            "party" => codes.step_party,
            "document" => codes.step_document,
            "scan" => codes.step_scan,
            "goods" => codes.step_goods,
            other => other,
        }
    }

    /// How a step stands.
    pub(crate) fn customs_step_state<'a>(&self, code: &'a str) -> &'a str {
        let codes = &self.customs_codes;
        match code {
            "waiting" => codes.state_waiting,
            "trying" => codes.state_trying,
            "retrying" => codes.state_retrying,
            "failed" => codes.state_failed,
            "done" => codes.state_done,
            other => other,
        }
    }

    /// How work on a file stands.
    pub(crate) fn customs_job_state<'a>(&self, code: &'a str) -> &'a str {
        let codes = &self.customs_codes;
        match code {
            "working" => codes.job_working,
            "done" => codes.state_done,
            "failed" => codes.job_failed,
            "lost" => codes.job_lost,
            other => other,
        }
    }

    /// What to do about what does not fit, where its name does not say.
    pub(crate) fn customs_alert_do(&self, code: &str) -> &'static str {
        let codes = &self.customs_codes;
        match code {
            "payments-unknown" => codes.alert_payments_unknown_do,
            "docflow-holds-earlier" => codes.alert_holds_earlier_do,
            _ => "",
        }
    }

    /// The name of what does not fit.
    pub(crate) fn customs_alert<'a>(&self, code: &'a str) -> &'a str {
        let codes = &self.customs_codes;
        match code {
            "unknown-status" => codes.alert_unknown_status,
            "number-missing" => codes.alert_number_missing,
            "number-changed" => codes.alert_number_changed,
            "number-unreadable" => codes.alert_number_unreadable,
            "contradiction" => codes.alert_contradiction,
            "too-many-messages" => codes.alert_messages,
            "docflow-gone" => codes.alert_gone,
            "payments-unknown" => codes.alert_payments_unknown,
            "docflow-holds-earlier" => codes.alert_holds_earlier,
            "journal-unreadable" => codes.alert_journal,
            "document-left" => codes.alert_document_left,
            other => other,
        }
    }
}

//! What a refusal says, in three languages.

use kernel::{Refusal as _, Texts};

use super::{DeclarationRefusal as Refusal, Missing};
use crate::declaration::party::PartyRole;
use crate::declaration::status::Status;

pub(super) fn of(refusal: &Refusal) -> Texts {
    match refusal {
        Refusal::NotFound => Texts::new("There is no such declaration.", "Такої декларації немає.", "Такой декларации нет."),
        Refusal::Deleted => Texts::new(
            "The declaration was deleted. Copy it to begin anew.",
            "Декларацію видалено. Скопіюйте її, щоб почати заново.",
            "Декларация удалена. Скопируйте её, чтобы начать заново.",
        ),
        Refusal::Exists => Texts::new(
            "A declaration with this id exists already.",
            "Декларація з таким ідентифікатором уже є.",
            "Декларация с таким идентификатором уже есть.",
        ),
        Refusal::NotEditable { status } => {
            let status = words(*status);
            Texts::new(
                format!("The declaration is {} and cannot be changed. Copy it, or make a revision after a refusal.", status.en),
                format!(
                    "Декларація у стані «{}», її не можна змінювати. Скопіюйте її або створіть нову редакцію після відмови.",
                    status.uk
                ),
                format!(
                    "Декларация в состоянии «{}», её нельзя изменить. Скопируйте её или создайте новую редакцию после отказа.",
                    status.ru
                ),
            )
        }
        Refusal::NoDocumentsNow { status } => {
            let status = words(*status);
            Texts::new(
                format!("Documents can be attached to a draft or after a request for correction; the declaration is {}.", status.en),
                format!("Документи додають до чернетки або після запиту на виправлення; декларація у стані «{}».", status.uk),
                format!("Документы прикладывают к черновику или после запроса исправлений; декларация в состоянии «{}».", status.ru),
            )
        }
        Refusal::NotFinal { status } => {
            let status = words(*status);
            Texts::new(
                format!("Only a finished declaration can be archived; this one is {}.", status.en),
                format!("До архіву переносять лише завершені декларації; ця у стані «{}».", status.uk),
                format!("В архив переносят только завершённые декларации; эта в состоянии «{}».", status.ru),
            )
        }
        Refusal::NotRefused { status } => {
            let status = words(*status);
            Texts::new(
                format!("A revision is made of a declaration that customs refused; this one is {}.", status.en),
                format!("Нову редакцію створюють для декларації, якій відмовлено; ця у стані «{}».", status.uk),
                format!("Новую редакцию создают для декларации, по которой отказано; эта в состоянии «{}».", status.ru),
            )
        }
        Refusal::UnknownOffice => Texts::new(
            "No customs office has this code today. Look it up in the reference data.",
            "Митного органу з таким кодом сьогодні немає. Знайдіть його в довіднику.",
            "Таможенного органа с таким кодом сегодня нет. Найдите его в справочнике.",
        ),
        Refusal::UnknownProcedure => Texts::new(
            "This procedure does not exist for this type of declaration today.",
            "Такої процедури для цього типу декларації сьогодні немає.",
            "Такой процедуры для этого типа декларации сегодня нет.",
        ),
        Refusal::UnknownSingularity => Texts::new(
            "This feature of a declaration does not exist today.",
            "Такої особливості декларування сьогодні немає.",
            "Такой особенности декларирования сегодня нет.",
        ),
        Refusal::UnknownOrganization => Texts::new(
            "The declaring organization is not among the company's own at the vendor. Import the reference data, or choose another.",
            "Організації-декларанта немає серед власних у Контурі. Оновіть довідники або виберіть іншу.",
            "Организации-декларанта нет среди собственных в Контуре. Обновите справочники или выберите другую.",
        ),
        Refusal::UnknownEmployee => Texts::new(
            "The employee is not one of the declaring organization.",
            "Цей працівник не з організації-декларанта.",
            "Этот сотрудник не из организации-декларанта.",
        ),
        Refusal::UnknownType => Texts::new(
            "This type of declaration is not in force today.",
            "Такого типу декларації сьогодні немає.",
            "Такого типа декларации сегодня нет.",
        ),
        Refusal::TemplateDiffers => Texts::new(
            "The form that was named is not the one for this declaration. Leave it out: it is found by itself.",
            "Названа форма не та, що потрібна для цієї декларації. Не вказуйте її: вона визначається сама.",
            "Названная форма не та, что нужна для этой декларации. Не указывайте её: она определяется сама.",
        ),
        Refusal::NoTemplate => Texts::new(
            "No form is known for this declaration. Import the templates.",
            "Для цієї декларації немає форми. Завантажте шаблони.",
            "Для этой декларации нет формы. Загрузите шаблоны.",
        ),
        Refusal::ShipmentDeclared => Texts::new(
            "This shipment is declared already. Open that declaration, or make a revision of it.",
            "Це відправлення вже задекларовано. Відкрийте ту декларацію або створіть її нову редакцію.",
            "Эта поставка уже задекларирована. Откройте ту декларацию или создайте её новую редакцию.",
        ),
        Refusal::Revised => Texts::new(
            "There is a revision of this declaration already. Open it.",
            "Нова редакція цієї декларації вже є. Відкрийте її.",
            "Новая редакция этой декларации уже есть. Откройте её.",
        ),
        Refusal::FormUnusable { problem } => problem.texts(),
        Refusal::ShipmentFixed => Texts::new(
            "A new version is of the same shipment and type as the one that was refused. Begin another declaration for another shipment.",
            "Нова редакція стосується того самого відправлення й типу, що й відхилена. Для іншого відправлення створіть іншу декларацію.",
            "Новая редакция относится к той же отправке и тому же типу, что и отклонённая. Для другой отправки создайте другую декларацию.",
        ),
        Refusal::NoForm => Texts::new("The declaration has no form yet.", "Декларація ще не має форми.", "У декларации ещё нет формы."),
        Refusal::FormMissing => Texts::new(
            "The form's data cannot be found. Tell an administrator.",
            "Дані форми не знайдено. Повідомте адміністратора.",
            "Данные формы не найдены. Сообщите администратору.",
        ),
        Refusal::UnknownDocumentKind => Texts::new(
            "This kind of document has no code for customs today. Choose another, or import the reference data.",
            "Цей вид документа сьогодні не має митного коду. Виберіть інший або оновіть довідник.",
            "У этого вида документа сегодня нет таможенного кода. Выберите другой или обновите справочник.",
        ),
        Refusal::NoSuchGoods { number } => Texts::new(
            format!("The form has no goods number {number}."),
            format!("У формі немає товару № {number}."),
            format!("В форме нет товара № {number}."),
        ),
        Refusal::NoSuchDocument => Texts::new(
            "The declaration has no such document.",
            "Такого документа в декларації немає.",
            "Такого документа в декларации нет.",
        ),
        Refusal::DocumentTwice => Texts::new(
            "The declaration has a document of this kind with this number and date already.",
            "Документ цього виду з таким номером і датою вже додано.",
            "Документ этого вида с таким номером и датой уже приложен.",
        ),
        Refusal::TooManyDocuments => Texts::new(
            "A declaration holds at most 200 documents.",
            "У декларації не більше 200 документів.",
            "В декларации не больше 200 документов.",
        ),
        Refusal::FileMissing => Texts::new(
            "The file was not uploaded, or not completely. Upload it again.",
            "Файл не завантажено або завантажено не повністю. Завантажте ще раз.",
            "Файл не загружен или загружен не полностью. Загрузите ещё раз.",
        ),
        Refusal::FileDiffers => Texts::new(
            "What was uploaded is not the file that was named. Upload it again.",
            "Завантажено не той файл, який названо. Завантажте ще раз.",
            "Загружен не тот файл, который назван. Загрузите ещё раз.",
        ),
        Refusal::FileTooLarge => Texts::new(
            "A scan has at most 3 MB. Scan it with less detail, or split it.",
            "Скан має не більше 3 МБ. Зменште роздільність або розділіть його.",
            "Скан не больше 3 МБ. Уменьшите разрешение или разделите его.",
        ),
        Refusal::FileUnlikeItsType => Texts::new(
            "The file is not what its type says. PDF, JPEG and TIFF are taken.",
            "Файл не відповідає своєму типу. Приймаються PDF, JPEG і TIFF.",
            "Файл не соответствует своему типу. Принимаются PDF, JPEG и TIFF.",
        ),
        Refusal::NotAHash => Texts::new(
            "Expected a SHA-256: 64 hexadecimal digits in lower case.",
            "Очікується SHA-256: 64 шістнадцяткові цифри в нижньому регістрі.",
            "Ожидается SHA-256: 64 шестнадцатеричные цифры в нижнем регистре.",
        ),
        Refusal::NoSuchOrganization => Texts::new(
            "There is no such organization, or its personal data was erased.",
            "Такої організації немає або її персональні дані стерто.",
            "Такой организации нет или её персональные данные стёрты.",
        ),
        Refusal::NoSuchParty => Texts::new("Nobody is set in this part.", "Цю роль ніхто не виконує.", "В этой роли никого нет."),
        Refusal::Incomplete { missing } => incomplete(missing),
        Refusal::NotSubmitting { status } => {
            let status = words(*status);
            Texts::new(
                format!("Nothing is on its way to the vendor; the declaration is {}.", status.en),
                format!("Нічого не передається до Контуру; декларація у стані «{}».", status.uk),
                format!("Ничего не передаётся в Контур; декларация в состоянии «{}».", status.ru),
            )
        }
        Refusal::NothingToAmend => Texts::new(
            "There is no document that still has to go to the vendor. Attach one first, or wait for those on their way.",
            "Немає документа, який ще треба передати до Контуру. Спершу додайте його або зачекайте на ті, що передаються.",
            "Нет документа, который ещё надо передать в Контур. Сначала приложите его или дождитесь тех, что передаются.",
        ),
        Refusal::NotAtVendor => Texts::new(
            "The vendor does not have the declaration yet. Submit it first.",
            "У Контурі цієї декларації ще немає. Спершу надішліть її.",
            "В Контуре этой декларации ещё нет. Сначала отправьте её.",
        ),
        Refusal::StaleStep => Texts::new(
            "This step is done already, or belongs to an earlier attempt.",
            "Цей крок уже виконано або він з попередньої спроби.",
            "Этот шаг уже выполнен или он из прежней попытки.",
        ),
        Refusal::NoVendor => Texts::new(
            "The vendor is not set up for this company. An administrator enters its address and key; drafts can be written meanwhile.",
            "Контур для цієї компанії не налаштовано. Адміністратор вносить адресу й ключ; чернетки тим часом можна вести.",
            "Контур для этой компании не настроен. Администратор вносит адрес и ключ; черновики тем временем можно вести.",
        ),
        Refusal::NoSuchOrphan => Texts::new(
            "There is no such extra record at the vendor.",
            "Такого зайвого запису в Контурі немає.",
            "Такой лишней записи в Контуре нет.",
        ),
        Refusal::NoSuchAlert => Texts::new(
            "There is no such alert, or it is settled.",
            "Такого попередження немає або його вже опрацьовано.",
            "Такого предупреждения нет или оно уже отработано.",
        ),
        Refusal::TooManyJobs => Texts::new(
            "Five files are being worked on. Wait until one is done.",
            "П'ять файлів уже опрацьовуються. Зачекайте, поки один буде готовий.",
            "Пять файлов уже обрабатываются. Подождите, пока один будет готов.",
        ),
        Refusal::NoValuationMethod { number } => Texts::new(
            format!("Goods {number} have no method of valuation, box 43. Enter it in the form."),
            format!("У товару № {number} немає методу визначення вартості, графа 43. Внесіть його у форму."),
            format!("У товара № {number} нет метода определения стоимости, графа 43. Внесите его в форму."),
        ),
        Refusal::NoCommodity { number } => Texts::new(
            format!("Goods {number} have no commodity code. Enter it in the form."),
            format!("У товару № {number} немає коду. Внесіть його у форму."),
            format!("У товара № {number} нет кода. Внесите его в форму."),
        ),
        Refusal::NoValue { number } => Texts::new(
            format!("Goods {number} have neither a customs value nor a price. Enter one in the form."),
            format!("У товару № {number} немає ні митної вартості, ні ціни. Внесіть одну з них у форму."),
            format!("У товара № {number} нет ни таможенной стоимости, ни цены. Внесите одну из них в форму."),
        ),
        Refusal::UnknownCurrency => Texts::new(
            "The currency of the customs value is not known. Correct its code in the form.",
            "Валюта митної вартості невідома. Виправте її код у формі.",
            "Валюта таможенной стоимости неизвестна. Исправьте её код в форме.",
        ),
        Refusal::NoEstimate => Texts::new("Nothing was estimated yet.", "Розрахунку ще не було.", "Расчёта ещё не было."),
        Refusal::TooManyRates => Texts::new(
            "An estimate takes at most 20 rates of currencies.",
            "Розрахунок приймає не більше 20 курсів валют.",
            "Расчёт принимает не больше 20 курсов валют.",
        ),
        Refusal::AnotherCommand => Texts::new(
            "Costs are shared out at the declaration’s own address for that.",
            "Витрати розподіляють за окремою адресою декларації.",
            "Расходы распределяют по отдельному адресу декларации.",
        ),
        Refusal::CannotBeDistributed { reason } => reason.texts(),
        Refusal::CannotBeEstimated { reason } => reason.texts(),
    }
}

fn incomplete(missing: &[Missing]) -> Texts {
    let words = |pick: fn(&Missing) -> &'static str| missing.iter().map(pick).collect::<Vec<_>>().join(", ");
    Texts::new(
        format!("Before it can go to the vendor, the declaration needs: {}.", words(|lack| lacks(*lack).0)),
        format!("Перед передачею до Контуру декларації бракує: {}.", words(|lack| lacks(*lack).1)),
        format!("Перед передачей в Контур декларации не хватает: {}.", words(|lack| lacks(*lack).2)),
    )
}

const fn lacks(missing: Missing) -> (&'static str, &'static str, &'static str) {
    match missing {
        Missing::Form => ("a filled form", "заповненої форми", "заполненной формы"),
        Missing::Goods => ("goods", "товарів", "товаров"),
        Missing::VendorNumbers => (
            "the vendor's numbers for its type and procedure (import the reference data)",
            "номерів Контура для типу й процедури (оновіть довідники)",
            "номеров Контура для типа и процедуры (обновите справочники)",
        ),
        Missing::Party(role) => match role {
            PartyRole::Consignor => ("the consignor (box 2)", "відправника (графа 2)", "отправителя (графа 2)"),
            PartyRole::Consignee => ("the consignee (box 8)", "одержувача (графа 8)", "получателя (графа 8)"),
            PartyRole::FinanciallyResponsible => (
                "who answers for payments (box 9)",
                "особи, відповідальної за платежі (графа 9)",
                "лица, ответственного за платежи (графа 9)",
            ),
            PartyRole::Declarant => ("the declarant (box 14)", "декларанта (графа 14)", "декларанта (графа 14)"),
            PartyRole::Carrier => ("the carrier", "перевізника", "перевозчика"),
        },
    }
}

/// A status in words.
fn words(status: Status) -> Texts {
    match status {
        Status::Draft => Texts::new("a draft", "чернетка", "черновик"),
        Status::Submitting => Texts::new("on its way to the vendor", "передається до Контуру", "передаётся в Контур"),
        Status::SubmissionFailed => Texts::new("stuck on its way to the vendor", "не передана до Контуру", "не передана в Контур"),
        Status::AwaitingFiling => Texts::new("waiting to be filed", "очікує подання", "ожидает подачи"),
        Status::Sent => Texts::new("sent to customs", "подана", "подана"),
        Status::Registered => Texts::new("registered", "зареєстрована", "зарегистрирована"),
        Status::CorrectionRequested => Texts::new("to be corrected", "потребує виправлень", "требует исправлений"),
        Status::Released => Texts::new("released", "випущена", "выпущена"),
        Status::Rejected => Texts::new("refused registration", "відмовлено в реєстрації", "отказано в регистрации"),
        Status::ReleaseRefused => Texts::new("refused release", "відмовлено у випуску", "отказано в выпуске"),
        Status::Withdrawn => Texts::new("withdrawn", "відкликана", "отозвана"),
        Status::Cancelled => Texts::new("cancelled", "анульована", "аннулирована"),
        Status::Deleted => Texts::new("deleted", "видалена", "удалена"),
    }
}

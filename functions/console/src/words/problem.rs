//! What went wrong, and what to do about it.

use super::group;

group! {
    /// Headlines of the console's own problems, and advice for all.
    ProblemWords {
        api_down: "The server does not answer.", "Сервер не відповідає.", "Сервер не отвечает.";
        unreadable: "The server's answer could not be read.", "Не вдалося прочитати відповідь сервера.", "Не удалось прочитать ответ сервера.";
        no_page: "There is no such page.", "Такої сторінки немає.", "Такой страницы нет.";
        foreign_form: "The form did not come from this site, so nothing was done.", "Форма надійшла не з цього сайту, тому нічого не зроблено.", "Форма пришла не с этого сайта, поэтому ничего не сделано.";
        bad_form: "The form could not be read.", "Не вдалося прочитати форму.", "Не удалось прочитать форму.";
        field: "Something in the form is not right.", "У формі щось не так.", "В форме что-то не так.";
        sign_in_state: "This sign-in was not begun here, or took too long.", "Цей вхід почато не тут або він тривав задовго.", "Этот вход начат не здесь или длился слишком долго.";
        sign_in_refused: "The sign-in was cancelled or refused.", "Вхід скасовано або відхилено.", "Вход отменён или отклонён.";
        sign_in_exchange: "The sign-in could not be completed.", "Не вдалося завершити вхід.", "Не удалось завершить вход.";
        unknown: "It did not work.", "Не вдалося.", "Не удалось.";
        do_sign_in: "Sign in again.", "Увійдіть знову.", "Войдите снова.";
        do_ask_rights: "Ask somebody with the right to do this, or an administrator for the role.", "Зверніться до того, хто має це право, або до адміністратора по роль.", "Обратитесь к тому, у кого есть это право, или к администратору за ролью.";
        do_look_elsewhere: "Check the address, or search in the list.", "Перевірте адресу або скористайтеся пошуком у списку.", "Проверьте адрес или воспользуйтесь поиском в списке.";
        do_look_again: "Reload the page, look at how it stands now, and try again.", "Оновіть сторінку, подивіться, як є зараз, і спробуйте ще раз.", "Обновите страницу, посмотрите, как есть сейчас, и попробуйте ещё раз.";
        do_correct: "Correct the form and send it again.", "Виправте форму й надішліть ще раз.", "Исправьте форму и отправьте ещё раз.";
        do_wait: "Wait a moment and try again; nothing is lost.", "Зачекайте хвилину й спробуйте ще раз; нічого не втрачено.", "Подождите минуту и попробуйте ещё раз; ничего не потеряно.";
        do_report: "Tell support the code and the number below.", "Повідомте підтримці код і номер нижче.", "Сообщите поддержке код и номер ниже.";
        do_reload: "Reload the page and send the form again.", "Оновіть сторінку й надішліть форму ще раз.", "Обновите страницу и отправьте форму ещё раз.";
        code: "Code", "Код", "Код";
        correlation: "Number for support", "Номер для підтримки", "Номер для поддержки";
        not_an_amount: "not an amount; write it as 1500.50", "не сума; пишіть як 1500,50", "не сумма; пишите как 1500,50";
        not_a_quantity: "not a quantity; write it as 2 or 2.5", "не кількість; пишіть як 2 або 2,5", "не количество; пишите как 2 или 2,5";
        not_a_weight: "not a weight in kilograms; write it as 2.5", "не вага в кілограмах; пишіть як 2,5", "не вес в килограммах; пишите как 2,5";
        not_a_number: "not a whole number", "не ціле число", "не целое число";
        not_a_moment: "not a day and time", "не день і час", "не день и время";
        missing: "must be filled in", "треба заповнити", "нужно заполнить";
        no_such_order: "no order with this number was found", "замовлення з таким номером не знайдено", "заказ с таким номером не найден";
    }
}

# التواريخ
month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر
month-short-1 = يناير
month-short-2 = فبراير
month-short-3 = مارس
month-short-4 = أبريل
month-short-5 = مايو
month-short-6 = يونيو
month-short-7 = يوليو
month-short-8 = أغسطس
month-short-9 = سبتمبر
month-short-10 = أكتوبر
month-short-11 = نوفمبر
month-short-12 = ديسمبر
weekday-1 = الاثنين
weekday-2 = الثلاثاء
weekday-3 = الأربعاء
weekday-4 = الخميس
weekday-5 = الجمعة
weekday-6 = السبت
weekday-7 = الأحد
weekday-short-1 = الاثنين
weekday-short-2 = الثلاثاء
weekday-short-3 = الأربعاء
weekday-short-4 = الخميس
weekday-short-5 = الجمعة
weekday-short-6 = السبت
weekday-short-7 = الأحد
date-long = { $weekday } { $day } { $month } { $year }
date-short = { $weekday } { $day } { $month } { $year }
day-long = { $weekday } { $day } { $month }
day-short = { $weekday } { $day } { $month }
date-range = من { $from } إلى { $to }
date-at = { $date }، الساعة { $time } ({ $zone })
time-range = من { $from } إلى { $to } ({ $zone })
time-from = ابتداءً من { $from } ({ $zone })
doors-at = تُفتح الأبواب الساعة { $time }

# في كل الصفحات
skip = انتقل إلى المحتوى
languages = اللغات
help-question = لديك سؤال؟ راسلنا على
made-with = يعمل بواسطة { $name }
error-prefix = خطأ:
problem-title = هناك ما يحتاج إلى تصحيح
optional = (اختياري)
continue = متابعة
back = رجوع
change = تغيير
total = المجموع
free = مجانًا
tickets = التذاكر
tickets-count = { $count ->
    [zero] لا تذاكر
    [one] تذكرة واحدة
    [two] تذكرتان
    [few] { $count } تذاكر
    [many] { $count } تذكرة
   *[other] { $count } تذكرة
}
your-order = طلبك
online = عبر الإنترنت

# الصفحة الرئيسية وصفحة المنظِّم
front-title = الفعاليات القادمة
front-lead = فعاليات عامة لمنظِّمي هذا الموقع. اختر ما يعجبك واحصل على تذكرتك في دقيقة، دون إنشاء حساب.
front-empty-title = لا توجد تذاكر معروضة للبيع حاليًا
front-empty-text = تظهر الفعاليات هنا فور نشرها.
for-organisers = هل تنظّم فعالية؟
organiser-sign-in = سجّل الدخول لإدارة فعالياتك
upcoming-events = قريبًا
past-events = فعاليات سابقة
no-events-title = لا توجد فعاليات عامة بعد
no-events-text = تظهر المواعيد الجديدة هنا. ولتصلك دون أن تبحث عنها، أضف التقويم إلى تقويمك:
subscribe-calendar = الاشتراك في التقويم

# صفحة الفعالية
price-from = ابتداءً من { $price }
price-up-to = مجانًا أو حتى { $price }
price-or-more = { $price } أو أكثر
your-price = المبلغ الذي تدفعه مقابل { $name }
your-price-short = تدفع
amount-not-a-number = اكتب مبلغًا، مثل 12.50
amount-too-low = هذا أقل من أصغر مبلغ
amount-too-high = هذا أكثر مما يمكن دفعه هنا
get-tickets = احصل على التذاكر
about-event = عن الفعالية
hosted-by = ينظّمها
add-to-calendar = أضف إلى التقويم
show-on-map = عرض على الخريطة
also-online = وعبر الإنترنت أيضًا
online-link-later = يصلك الرابط مع تذكرتك.
your-time = { "{" }time{ "}" } بتوقيتك
unlocked = متاحة برمزك
quantity-of = العدد: { $name }
at-most = { $count ->
    [one] تذكرة واحدة كحد أقصى
    [two] تذكرتان كحد أقصى
   *[other] حتى { $count }
}
fewer = أقل بواحدة
more = أكثر بواحدة
stock-low = { $count ->
    [one] بقيت تذكرة واحدة فقط
    [two] بقيت تذكرتان فقط
    [few] بقيت { $count } تذاكر فقط
   *[other] بقيت { $count } تذكرة فقط
}
stock-few = بقيت تذاكر قليلة
stock-held = التذاكر المتبقية كلها في سلال مشترين آخرين. عُد بعد دقائق: ما لا يُشترى منها يعود إلى البيع.
stock-sold-out = نفدت التذاكر
stock-not-yet = يبدأ البيع { $when }
stock-over = انتهى البيع
stock-off = غير معروضة للبيع
sale-until = البيع حتى { $when }
no-tickets-yet = لم يبدأ بيع التذاكر بعد.
hold-promise = { $count ->
    [one] الخطوة التالية: اسمك وبريدك الإلكتروني. نحجز لك تذاكرك دقيقة واحدة ريثما تكملها. لا تحتاج إلى حساب.
    [two] الخطوة التالية: اسمك وبريدك الإلكتروني. نحجز لك تذاكرك دقيقتين ريثما تكملها. لا تحتاج إلى حساب.
    [few] الخطوة التالية: اسمك وبريدك الإلكتروني. نحجز لك تذاكرك { $count } دقائق ريثما تكملها. لا تحتاج إلى حساب.
   *[other] الخطوة التالية: اسمك وبريدك الإلكتروني. نحجز لك تذاكرك { $count } دقيقة ريثما تكملها. لا تحتاج إلى حساب.
}
have-code = هل لديك رمز؟
access-code = رمز القسيمة أو الدخول
use-code = استخدم الرمز
code-unknown = هذا الرمز غير صالح لأي شيء في هذه الفعالية، أو لم يعد صالحًا. تحقّق من كتابته.
notice-over-title = انتهت هذه الفعالية
notice-over-text = سعدنا بحضوركم. تجد على صفحة المنظِّم ما هو قادم.
notice-sold-out-title = نفدت التذاكر
notice-sold-out-text = بيعت التذاكر كلها. وما يُحجز منها ولا يُشترى يعود إلى البيع، فقد يفيدك أن تعود لاحقًا.
event-cancelled = أُلغيت
notice-off-title = أُلغيت هذه الفعالية
notice-off-text = لن تُقام الفعالية. إن كانت لديك تذكرة فقد كتب إليك المنظم.
test-event-title = وضع الاختبار
test-event-text = يجري اختبار هذه الفعالية. ما تطلبه الآن ليس طلبًا حقيقيًا: لا يُحصَّل أي مبلغ، والتذاكر لا تُدخل أحدًا.
test-order-title = طلب اختبار
test-order-text = هذا اختبار. لا يُحصَّل أي مبلغ، والتذاكر لا تُدخل أحدًا.
notice-preview-title = معاينة – غير منشورة
notice-preview-text = لا يرى هذه الصفحة إلا أعضاء المؤسسة. يراها الضيوف ويمكنهم الشراء بعد نشر الفعالية.
notice-imagined-title = معاينة كما يراها المشتري
notice-imagined-text = ما يراه المشتري في { $when }. لا يمكن الشراء هنا.
choose-a-ticket = اختر تذكرة واحدة على الأقل
quantity-not-a-number = اكتب عددًا صحيحًا، مثل 2
quantity-too-many = { $count ->
    [one] اختر تذكرة واحدة كحد أقصى من هذا النوع
    [two] اختر تذكرتين كحد أقصى من هذا النوع
    [few] اختر { $count } تذاكر كحد أقصى من هذا النوع
   *[other] اختر { $count } تذكرة كحد أقصى من هذا النوع
}
order-too-large = لا يتسع الطلب لأكثر من { $count } تذكرة
no-longer-available = بيعت هذه التذاكر للتو. تعرض القائمة ما تبقّى الآن.

# إتمام الطلب
held-for-you = تذاكر محجوزة لك
held-for = { $count ->
    [one] محجوزة لحوالي دقيقة واحدة
    [two] محجوزة لحوالي دقيقتين
    [few] محجوزة لحوالي { $count } دقائق
   *[other] محجوزة لحوالي { $count } دقيقة
}
held-minutes-script = محجوزة لحوالي { "{" }count{ "}" } د
held-over-script = انتهى الوقت
extend-time = مدِّد الوقت
time-extended = تم. لديك الآن وقت أطول.
time-not-extended = لا يمكن تمديد الوقت أكثر.
step-of = الخطوة { $number } من { $count }
give-up = التخلي عن هذه التذاكر
you-title = من المشتري؟
full-name = الاسم الكامل
email = البريد الإلكتروني
email-hint = نرسل تذاكرك إليه.
name-missing = اكتب اسمك الكامل
name-unfit = استخدم 200 حرف على الأكثر من دون رموز خفية
email-missing = اكتب بريدك الإلكتروني
email-invalid = اكتب بريدًا إلكترونيًا مثل name@example.org
did-you-mean = هل تقصد { $email }؟
did-you-mean-text = لن نتمكن من الوصول إليك إذا كان في العنوان خطأ.
use-address = استخدم { $email }
keep-address = عنواني صحيح، متابعة
attendees-title = لمن التذاكر؟
attendees-lead = تُطبع الأسماء على التذاكر. يمكنك تركها فارغة؛ كل تذكرة صالحة بلا اسم أيضًا.
attendee-name = الاسم
ticket-number = التذكرة { $number } من { $count }
add-later = أضفها لاحقًا
no-name-yet = بلا اسم
review-title = راجع وادفع
review-title-free = راجع طلبك
tickets-go-to = تُرسل التذاكر إلى
how-to-pay = كيف تريد أن تدفع؟
method-missing = اختر طريقة الدفع
method-sandbox = بطاقة (تجريبية)
method-sandbox-hint = صفحة دفع تجريبية. لا تُحوَّل أي أموال.
method-bank = تحويل مصرفي
method-bank-hint = { $days ->
    [one] تحصل على بيانات حسابنا ولديك يوم واحد للدفع. تصلك التذاكر فور وصول المبلغ.
    [two] تحصل على بيانات حسابنا ولديك يومان للدفع. تصلك التذاكر فور وصول المبلغ.
    [few] تحصل على بيانات حسابنا ولديك { $days } أيام للدفع. تصلك التذاكر فور وصول المبلغ.
   *[other] تحصل على بيانات حسابنا ولديك { $days } يومًا للدفع. تصلك التذاكر فور وصول المبلغ.
}
pay-amount = ادفع { $amount }
pay-amount-with = ادفع { $amount } · { $method }
place-free-order = أكّد الطلب المجاني
looked-at = ينظر المنظِّم في الطلب أولًا
asks-note = ينظر { $name } في هذا الطلب أولًا. أماكنك محفوظة في هذه الأثناء، ولا تدفع شيئًا الآن.
place-asking = أرسل الطلب للنظر فيه
seller-note = أنت تشتري من { $name }.
notice-declined-title = رُفضت عملية الدفع
notice-declined-text = لم يُخصم أي مبلغ، وتذاكرك ما زالت محجوزة. يمكنك المحاولة مجددًا.
notice-total-changed-title = تغيّر المجموع
notice-total-changed-text = راجع المبلغ الجديد أدناه قبل المتابعة. لم يُرسل أي طلب بعد.
expired-title = انتهى الوقت
expired-text = عادت التذاكر إلى البيع ليتمكن آخرون من شرائها. ربما ما زالت متاحة.
expired-lost = حصل شخص آخر في هذه الأثناء على
try-again = حاول الحصول عليها مجددًا
choose-again = اختر من جديد

# الطلب
status-asked = سننظر في طلبك
status-asked-text = أماكنك محفوظة، ولا شيء عليك دفعه بعد. فور اتخاذ القرار نراسلك على { $email }.
status-denied = تعذّر قبول هذا الطلب
status-denied-text = أصبحت أماكنه متاحة من جديد، ولا شيء مستحق عليك. تذكر الرسالة السبب إن ذكره المنظِّم.
status-transfer = بانتظار تحويلك
status-transfer-text = تذاكرك محجوزة. حوّل المبلغ قبل { $until }؛ وفور وصوله نرسل تذاكرك إلى { $email }.
status-unpaid = لم يُدفع بعد
status-unpaid-text = تذاكرك محجوزة. ادفع قبل { $until }؛ ونرسل تذاكرك بعدها مباشرة إلى { $email }.
status-done = نراك هناك!
status-done-text = تذاكرك أدناه، وهي في طريقها إلى { $email }. اعرضها على هاتفك أو اطبعها، وهذا كل شيء.
status-expired = لم يُدفع هذا الطلب في الموعد
status-expired-text = عادت التذاكر إلى البيع، ولا شيء مستحق عليك. إذا كنت قد دفعت، فراسل المنظِّم.
status-cancelled = أُلغي هذا الطلب
status-cancelled-text = لم تعد تذاكره صالحة للدخول. إذا لم تكن تتوقع ذلك، فراسل المنظِّم.
order-code = الطلب
order-of = الطلب { $code }
bank-title = حوّل المبلغ
bank-amount = المبلغ
bank-reference = مرجع التحويل
bank-holder = صاحب الحساب
bank-name = المصرف
bank-hint = استخدم هذا المرجع كما هو ليصل التحويل إلى طلبك.
ticket-state-valid = صالحة
ticket-state-used = استُخدمت
ticket-state-cancelled = ملغاة
ticket-state-waiting = بعد الدفع
ticket-state-asked = بعد الموافقة
show-ticket = اعرض التذكرة
all-tickets-pdf = التذاكر بصيغة PDF
mail-again = أرسل تذاكري مجددًا
notice-mailed-title = تذاكرك في الطريق
notice-mailed-text = تصل خلال دقيقة أو دقيقتين. تفقّد مجلد الرسائل غير المرغوبة أيضًا.
change-names = تغيير الأسماء
names-title = لمن التذاكر؟
names-lead = يمكنك تغيير الأسماء حتى { $until }. تبقى الرموز كما هي، فالتذكرة المطبوعة سابقًا تظل صالحة. لن يُرسل أي بريد.
save-names = حفظ الأسماء
name-invalid = أدخل اسمًا لا يزيد عن 200 حرف في سطر واحد
notice-named-title = تم تغيير الأسماء
notice-named-text = تظهر الأسماء من الآن على التذاكر أدناه وفي ملف PDF. إن احتاج أحد التذكرة بالبريد فأرسلها مرة أخرى.
keep-link = عنوان هذه الصفحة هو مفتاح طلبك. احتفظ به ولا تشاركه إلا مع من يحق له استخدام تذاكرك.
ordered-by = صاحب الطلب
ordered-on = تاريخ الطلب
to-order = طلبك
ticket-kind = نوع التذكرة
ticket-hint = قرّب الرمز من الماسح مع رفع سطوع الشاشة. يعمل الرمز دون شبكة، ومطبوعًا أيضًا.
previous-ticket = التذكرة السابقة
next-ticket = التذكرة التالية
pending-title = ننتظر تأكيد الدفع
pending-text = المبلغ { $amount } في الطريق. يستغرق ذلك عادةً ثواني. يمكنك إغلاق الصفحة: نراسلك على { $email } فور معرفة النتيجة.
check-again = تحقّق مجددًا
see-order = عرض طلبك

# عند حدوث خطأ
trouble-not-found-title = لا توجد صفحة بهذا العنوان
trouble-not-found-text = ربما كُتب العنوان خطأً أو ناقصًا. إذا وصلك في رسالة فانسخ الرابط كاملًا. وإذا كنت تبحث عن طلبك فافتح الرابط في رسالة التأكيد.
trouble-gone-title = لم تعد هذه الصفحة موجودة
trouble-gone-text = كانت هنا، لكن المنظِّم أزالها.
trouble-busy-title = الإقبال كبير الآن
trouble-busy-text = لا مشكلة في طلبك، لكن الطلبات كثيرة. انتظر دقيقة ثم حدّث الصفحة. لم يضِع شيء مما كتبته.
trouble-refused-title = تعذّر استخدام هذا النموذج
trouble-refused-text = أُرسل من مكان آخر أو لم يصل كاملًا. عُد وحدّث الصفحة وأرسله مرة أخرى.
trouble-broken-title = حدث عطل لدينا
trouble-broken-text = ليس الخطأ منك. حاول بعد دقيقة؛ وإذا كنت تدفع فتفقّد بريدك أولًا، فقد يكون الطلب قد تم.
correlation = رقم مرجعي للمنظِّم:
go-home = إلى الصفحة الرئيسية
back-to = عودة إلى { $name }

# إمكانية الوصول والخصوصية
accessibility-title = إمكانية الوصول
accessibility-lead = ينبغي أن يتمكن الجميع من العثور على فعالية وشراء تذكرة والدخول. بُنيت صفحات هذا الموقع العامة لتستوفي معيار WCAG 2.2 بالمستوى AA.
accessibility-works = ما يمكنك الاعتماد عليه
accessibility-works-keyboard = يعمل كل شيء بلوحة المفاتيح وحدها، ومع قارئات الشاشة، وبتكبير 400 %، وعلى شاشة بعرض 320 بكسل، في الوضعين الفاتح والداكن، ومع تقليل الحركة.
accessibility-works-plain = لا حاجة إلى JavaScript. تُجمع الأخطاء أعلى الصفحة وتُعرض بجانب الحقل أيضًا، ويبقى ما كتبته.
accessibility-time = حدود الوقت
accessibility-time-text = تُحجز التذاكر مدة محدودة أثناء الطلب. تذكر كل صفحة المدة، ويمكنك تمديدها بزر واحد عدة مرات.
accessibility-limits = حدود معروفة
accessibility-limits-text = الأوصاف والصور من المنظِّمين، ولا يمكننا أن نضمن سهولة نصوصهم. أما صفحات الدفع فتعدّها خدمات الدفع نفسها.
accessibility-tell = هل واجهت عائقًا؟
accessibility-tell-text = راسل المنظِّم على العنوان أسفل صفحاته. اذكر الصفحة وما كنت تريد فعله؛ ويمكن الطلب بالبريد أيضًا.
privacy-title = الخصوصية
privacy-lead = نسأل القليل ونحفظ القليل ولا نبيع شيئًا.
privacy-reading = عند التصفح فقط
privacy-reading-text = لا ملفات تعريف ارتباط ولا تتبّع ولا محتوى من مواقع أخرى. يسجّل الخادم لمدة قصيرة بيانات تقنية مثل وقت الطلب وعنوانه ليعمل الموقع بأمان.
privacy-buying = عند الطلب
privacy-buying-text = نحفظ اسمك وبريدك والأسماء على التذاكر وما طلبته ومتى، وهل دُفع واستُخدم.
privacy-buying-use = يستخدم المنظِّم ذلك لإرسال تذاكرك وإدخالك ولحساباته. لا تصل أرقام البطاقات إلى هذا الموقع أبدًا؛ تتولاها خدمات الدفع.
privacy-link = رابط طلبك
privacy-link-text = من يعرف رابط طلبك يمكنه رؤيته. الرابط طويل وعشوائي، ونبقيه خارج محركات البحث وخارج العناوين التي نرسلها إلى مواقع أخرى.
privacy-my = عند تسجيل الدخول إلى تذاكري
privacy-my-text = يبقيك ملف تعريف ارتباط مسجَّلًا 30 يومًا أو حتى تسجّل الخروج. من مفتاح المرور نحفظ اسمه ونصفه العلني فقط، ولا نحفظ بصمتك أو وجهك أبدًا. وإن سجّلت الدخول عبر خدمة للمنظم نحفظ هويتك هناك والعنوان الذي أكدته.
privacy-code = الرمز على تذكرتك
privacy-code-text = لا يحتوي الرمز على بيانات شخصية، بل على رقم عشوائي موقَّع فقط.
privacy-rights = حقوقك
privacy-rights-text = يمكنك أن تسأل المنظِّم عما هو محفوظ عنك، وأن تطلب تصحيحه أو حذفه ما لم يُلزم القانون بحفظه. تجد عنوانه أسفل صفحاته.

# على التذكرة المطبوعة
print-test = اختبار · { $name }
print-ticket = تذكرة
print-when = الموعد
print-venue = المكان
print-attendee = الاسم
print-ticket-type = نوع التذكرة
print-price = السعر
print-order = الطلب
print-notes = معلومات مفيدة
print-hint = اعرض هذا الرمز عند المدخل، مطبوعًا أو على هاتفك.
print-code = رمز QR لتذكرتك

# حين يطلب تطبيق أن يعمل باسم شخص
consent-title = يريد { $app } أن يعمل باسمك
consent-in = في مؤسسة { $organisation }.
consent-list = سيُسمح له بما يلي
consent-nothing = رؤية فعاليات المؤسسة لا غير.
consent-bounds = لا يمكنه أبدًا أن يفعل أكثر مما يُسمح لك به في حينه. يمكنك سحب الإذن في أي وقت من صفحة «Your account».
consent-lasts = يسري ذلك { $days } يومًا على الأكثر، أو أقل إذا لم يُستخدم التطبيق 30 يومًا. بعدها تُسأل من جديد.
consent-as = أنت مسجّل الدخول باسم { $name } ({ $email }).
consent-to = أيًّا كان اختيارك، ستعود إلى { $destination }.
consent-allow = سماح
consent-deny = رفض
may-organisation-edit = تغيير اسم المؤسسة وبيانات التواصل معها وصفحاتها.
may-security-manage = تحديد طريقة تسجيل دخول الأعضاء.
may-api-keys-manage = إنشاء مفاتيح للبرامج وإلغاؤها.
may-audit-view = الاطّلاع على من غيّر ماذا.
may-members-view = رؤية أعضاء الفريق وما يُسمح لهم به.
may-members-manage = دعوة الأشخاص وتغيير ما يُسمح لهم به وإزالتهم.
may-roles-manage = إنشاء أدوار خاصة وفرق وتغييرها.
may-events-create = إعداد مسودات لفعاليات جديدة.
may-events-edit = تغيير وصف الفعالية وصورتها.
may-events-publish = طرح الفعاليات للبيع وإيقاف بيعها.
may-catalogue-edit = تغيير أنواع التذاكر وأسعارها وأعدادها وطرق الدفع.
may-orders-view = رؤية الطلبات والمشترين وأرقام المبيعات.
may-orders-create = إنشاء طلبات للضيوف.
may-orders-edit = تصحيح الطلبات وإرسال التذاكر من جديد.
may-orders-approve = قبول الطلبات التي تنتظر المراجعة أو رفضها.
may-orders-mark-paid = تسجيل الطلبات على أنها مدفوعة.
may-orders-cancel = إلغاء الطلبات.
may-orders-refund = ردّ الأموال.
may-orders-export = تنزيل الطلبات في ملف.
may-checkin-view = رؤية قوائم الدخول ومن حضر.
may-checkin-perform = إدخال الناس والتراجع عن ذلك.
may-checkin-manage = إنشاء قوائم دخول وروابط لموظفي الباب.
may-mails-view = قراءة الرسائل المُرسلة.
may-jobs-manage = رؤية ما فشل في الخلفية وإعادة محاولته.
# طلبات الضيف
my-tickets = تذاكري
my-lead = اطّلع على كل ما طلبته هنا: نرسل إليك رابطًا بالبريد.
my-email-invalid = أدخل عنوانك، مثل name@example.org
my-send = أرسل إليّ الرابط
my-sent-title = راجع بريدك
my-sent = إن كان هناك طلب بهذا العنوان، فالرابط في طريقه إليك. يعمل مرة واحدة ولمدة ساعة.
my-again = استخدام عنوان آخر
my-enter-title = أهلًا بعودتك
my-enter-text = يعمل الرابط مرة واحدة. تابع لعرض طلباتك.
my-enter = عرض تذاكري
my-over-title = انتهت صلاحية هذا الرابط
my-over-text = استُخدم من قبل، أو مضى عليه أكثر من ساعة. اطلب رابطًا جديدًا.
my-of = طلبات { $email }
my-none = لا توجد طلبات بهذا العنوان.
my-tickets-count = { $count ->
    [zero] لا تذاكر
    [one] تذكرة واحدة
    [two] تذكرتان
    [few] { $count } تذاكر
    [many] { $count } تذكرة
   *[other] { $count } تذكرة
}
my-out = تسجيل الخروج
my-paid = مدفوع
my-pending = لم يُدفع بعد
my-cancelled = ملغى
my-provider = تسجيل الدخول عبر { $name }
my-unproven = سجّلت الدخول هناك، لكن لم يصلنا عنوان بريد مؤكد. أكّد عنوانك مرة واحدة برابط نرسله إليك وتفتحه في هذا المتصفح، وبعدها تدخل مباشرة.
my-way-over = استغرق تسجيل الدخول وقتًا طويلًا أو بدأ في متصفح آخر. حاول مرة أخرى.
my-way-refused = لم ينجح تسجيل الدخول هناك. حاول مرة أخرى، أو اطلب رابطًا بالبريد.
my-passkeys = مفاتيح المرور
my-passkeys-text = بمفتاح المرور تسجّل الدخول ببصمة أو وجه أو رمز، من دون انتظار بريد. وإزالة مفتاح تسجّل خروجك من أجهزتك الأخرى.
my-passkeys-stale = لتغيير مفاتيح المرور سجّل الدخول من جديد: نرسل إليك رابطًا.
my-passkey-add = إضافة مفتاح مرور
my-passkey-remove = إزالة
my-passkey-remove-named = إزالة مفتاح المرور { $name }
my-passkey-name = الاسم
my-passkey-usual-name = جهازي
my-passkey-make = إضافة مفتاح مرور
my-passkey-make-text = سمِّه، ثم اتبع تعليمات جهازك.
my-passkey-use = استخدام مفتاح مرور
my-passkey-use-text = اتبع تعليمات جهازك.
my-passkey-failed = لم ينجح ذلك
my-passkey-again = لم يتغيّر شيء. حاول مرة أخرى، أو ارجع واطلب رابطًا بالبريد.
my-passkey-refused = مفتاح المرور هذا غير معروف هنا، أو استغرق الأمر وقتًا طويلًا. حاول مرة أخرى، أو اطلب رابطًا بالبريد.
my-passkey-not-added = لم يُضف مفتاح المرور هذا: هو موجود من قبل أو استغرق الأمر وقتًا طويلًا. حاول مرة أخرى.
my-passkeys-full = لديك 20 مفتاح مرور. أزل ما لا تستخدمه ثم أضف آخر.
my-passkey-no-script = تحتاج مفاتيح المرور إلى JavaScript. ارجع واطلب رابطًا بالبريد بدلًا منها.
# Prices, vouchers and taxes
summary-title = الطلب { $code }
summary-event = الفعالية
summary-ordered-on = تاريخ الطلب
summary-ordered-by = صاحب الطلب
summary-item = البند
summary-quantity = العدد
summary-net = الصافي
summary-tax = الضريبة
summary-total = المجموع
summary-rates = الضريبة حسب النسبة
summary-rate = { $rate }٪
summary-instead = بدلاً من { $price }
summary-voucher = القسيمة
summary-payment = الدفع
summary-paid = مدفوع
summary-unpaid = لم يُدفع بعد
summary-over = مُلغى
summary-no-invoice = تلخّص هذه الصفحة الطلب، وليست فاتورة.
price-before = بدلًا من
tax-note = شامل { $rate }٪ { $name }
tax-note-none = احتساب عكسي: المشتري هو من يدفع الضريبة
tax-sum = منها ضريبة { $rate }٪ على { $net }
line-tax = { $net } صافٍ + ضريبة { $rate }٪ { $tax }
sold-by = البائع
vat-id-seller = الرقم الضريبي للبائع
vat-id-buyer = رقمك الضريبي
seller-vat-id = الرقم الضريبي
order-pdf = الطلب بصيغة PDF
voucher-in-use = الرمز { $code } مستخدم.
voucher-remove = إلغاء استخدامه
voucher-unknown = لا يوجد رمز كهذا في هذه الفعالية. تحقّق من كتابته.
voucher-expired = لم يعد هذا الرمز صالحًا.
voucher-used = استُخدم هذا الرمز أقصى عدد ممكن من المرات، أو سبقك غيرك إليه.
voucher-other = هذا الرمز غير صالح للتذاكر التي اخترتها.
voucher-too-few = يحتاج هذا الرمز إلى تذاكر أكثر مما اخترت.
voucher-needed = الرمز غير صالح لهذا العدد من التذاكر، أو أن بعضها يحتاج إليه.
country = البلد
country-hint = تعتمد الضريبة عليه.
country-choose = اختر بلدًا
country-missing = اختر بلدك
country-not-sold = لا تُباع التذاكر لمشترين من هذا البلد. اختر بلدًا آخر أو اسأل المنظّم.
business = أشتري لصالح شركة
vat-id = رقم ضريبة القيمة المضافة
vat-id-hint = مع حروف البلد في البداية، مثل DE136695976
vat-id-invalid = تحقّق من رقم الضريبة: ربما هناك خطأ في أحد الأرقام
vat-id-country = رقم الضريبة يعود إلى بلد غير البلد المختار

# الخطوة بين اختيار التذاكر والدفع.
bundle-contains = تشمل:
add-ons-title = هل تريد إضافة شيء؟
add-ons-for = مع { $count } × { $name }
add-ons-up-to = حتى { $count } إن أردت
add-ons-exactly = { $count } مطلوبة معها
add-ons-between = { $least } على الأقل و{ $most } على الأكثر
add-ons-at-least = { $name }: اختر { $count } على الأقل.
add-ons-at-most = { $name }: اختر { $count } على الأكثر.
add-on-included = مشمولة
add-ons-back = اختيار تذاكر أخرى

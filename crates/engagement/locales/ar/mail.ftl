# كل الرسائل
greeting = مرحبًا { $name }،
greeting-nobody = مرحبًا،
test-note = اختبار – هذا الطلب لا يُحتسب، وتذاكره لا تُدخل أحدًا.
order-title = الطلب { $code }
total = المجموع
questions = لديك سؤال؟ يكفي أن تردّ على هذه الرسالة، فهي تصل إلى { $organiser }.
link-hint = إذا لم يعمل الزر، فافتح هذا العنوان:
button-order = عرض طلبك
note-secret = يفتح الرابط طلبك دون كلمة مرور، فلا تشاركه إلا مع من يحق له استخدام تذاكرك.
reason-from = رسالة من { $organiser }

# التذاكر
paid-subject = { $count ->
    [0] طلبك لفعالية { $event }
    [one] تذكرتك لحضور { $event }
    [two] تذكرتاك لحضور { $event }
    [few] تذاكرك الـ{ $count } لحضور { $event }
   *[other] تذاكرك الـ{ $count } لحضور { $event }
}
paid-heading = { $count ->
    [0] شكرًا على طلبك
    [one] هذه تذكرتك
    [two] هاتان تذكرتاك
    [few] هذه تذاكرك الـ{ $count }
   *[other] هذه تذاكرك الـ{ $count }
}
paid-attached = { $count ->
    [0] اكتمل كل شيء.
    [one] اكتمل كل شيء. تذكرتك مرفقة بصيغة PDF، وتجدها محدَّثة دائمًا في صفحة طلبك.
    [two] اكتمل كل شيء. تذكرتاك مرفقتان بصيغة PDF، كل واحدة في صفحة، وتجدهما محدَّثتين دائمًا في صفحة طلبك.
   *[other] اكتمل كل شيء. تذاكرك مرفقة بصيغة PDF، كل واحدة في صفحة، وتجدها محدَّثة دائمًا في صفحة طلبك.
}
paid-online = { $count ->
    [0] اكتمل كل شيء.
    [one] اكتمل كل شيء. تجد تذكرتك في صفحة طلبك.
    [two] اكتمل كل شيء. تجد تذكرتيك في صفحة طلبك.
   *[other] اكتمل كل شيء. تجد تذاكرك في صفحة طلبك.
}
paid-button = { $count ->
    [0] عرض الطلب
    [one] عرض التذكرة
    [two] عرض التذكرتين
   *[other] عرض التذاكر
}
paid-note-door = عند المدخل أظهِر الرمز على هاتفك أو مطبوعًا. يُدخل كل رمز شخصًا واحدًا مرة واحدة.

# طلب لم يُدفع بعد
placed-subject = يُرجى دفع { $total } للطلب { $code }
placed-heading = أماكنك محجوزة
placed-transfer = لقد طلبت تذاكر لحضور { $event }. يُرجى تحويل { $total } إلى الحساب أدناه مع ذكر مرجع التحويل كما هو تمامًا، وسنرسل إليك التذاكر فور وصول المبلغ.
placed-online = لقد طلبت تذاكر لحضور { $event }. ادفع { $total } في صفحة طلبك، وسنرسل إليك التذاكر بعد ذلك مباشرة.
placed-elsewhere = لقد طلبت تذاكر لحضور { $event }. سنرسل إليك التذاكر فور تسوية { $total }.
placed-until = نحتفظ بأماكنك حتى { $until }، ثم تُطرح للبيع من جديد.
placed-button-pay = ادفع الآن
bank-title = تحويل مصرفي
bank-amount = المبلغ
bank-holder = صاحب الحساب
bank-iban = IBAN
bank-bic = BIC
bank-name = المصرف
bank-reference = مرجع التحويل

# أُلغي
cancelled-subject = أُلغي الطلب { $code }
cancelled-heading = أُلغي طلبك
cancelled-text = ألغى المنظِّم الطلب { $code } لحضور { $event }، ولم تعد تذاكره صالحة.
cancelled-money = يتولى المنظِّم تسوية ما دفعته؛ ردّ على هذه الرسالة إن لم يصلك شيء بشأنه.

# لم يُدفع في الموعد
expired-subject = انتهت مهلة الطلب { $code }
expired-heading = انتهى حجزك
expired-text = لم يصل مبلغ الطلب { $code } في الموعد، فعادت أماكن { $event } إلى البيع. لا يترتب عليك أي مبلغ.
expired-paid-anyway = هل دفعت؟ ردّ على هذه الرسالة وسيهتم المنظِّم بالأمر.
expired-button = اعرف ما بقي متاحًا

# الحساب الشخصي
account-verify-subject = أكّد عنوان بريدك الإلكتروني لدى { $site }
account-verify-heading = هل هذا عنوانك؟
account-verify-text = سجّل شخص ما في { $site } بهذا العنوان. إذا كنت أنت، فأكّده بالضغط على الزر.
account-verify-button = تأكيد عنواني
account-verify-note = يعمل الرابط مرة واحدة ولمدة يوم واحد. إذا لم تكن أنت، فلا تفعل شيئًا.
account-reset-subject = اختر كلمة مرور جديدة لدى { $site }
account-reset-heading = كلمة مرور جديدة
account-reset-text = طلبت كلمة مرور جديدة لدى { $site }. اخترها بالضغط على الزر، وبعدها يُسجَّل خروجك من كل الأجهزة.
account-reset-button = اختيار كلمة المرور
account-reset-note = يعمل الرابط مرة واحدة ولمدة ساعة واحدة. إذا لم تطلبه، فلا تفعل شيئًا: تبقى كلمة مرورك كما هي.
account-change-subject = أكّد عنوان بريدك الجديد لدى { $site }
account-change-heading = عنوانك الجديد
account-change-text = سيستخدم حسابك لدى { $site } هذا العنوان بمجرد أن تؤكّده بالضغط على الزر.
account-change-button = استخدام هذا العنوان
account-change-note = يعمل الرابط مرة واحدة ولمدة يوم واحد. إذا لم تكن أنت، فلا تفعل شيئًا.
account-email-changed-subject = تغيّر عنوانك لدى { $site }
account-email-changed-heading = تغيّر عنوانك
account-email-changed-text = يستخدم حسابك لدى { $site } عنوان بريد آخر من الآن. لم يعد هذا العنوان مستخدمًا.
account-email-changed-note = إذا لم تكن أنت، فراسل القائمين على { $site } فورًا.
account-password-changed-subject = تغيّرت كلمة مرورك لدى { $site }
account-password-changed-heading = تغيّرت كلمة مرورك
account-password-changed-text = أصبحت لحسابك لدى { $site } كلمة مرور أخرى من الآن. سُجّل خروج الأجهزة الأخرى.
account-password-changed-note = إذا لم تكن أنت، فاطلب فورًا كلمة مرور جديدة من صفحة تسجيل الدخول.
account-signed-out-subject = سُجّل خروجك من { $organisation }
account-signed-out-heading = سُجّل خروجك من { $organisation }
account-signed-out-text = سجّل أحد مديري أعضاء { $organisation } لدى { $site } خروجك هناك من كل الأجهزة، مع تطبيقاتك ومفاتيحك. سجّل الدخول من جديد أو أكّد هويتك للمتابعة. حسابك ومؤسساتك الأخرى كما كانت.
account-signed-out-note = إذا فُقد جهاز لك أو لم تعرف السبب، فسجّل الخروج من كل الأجهزة الأخرى في صفحة حسابك وغيّر كلمة مرورك.
account-secrets-left-subject = غادر { $who } { $organisation } وقد لا يزال يعرف أسرارًا
account-secrets-left-heading = أسرار قد لا يزال { $who } يعرفها
account-secrets-left-text = لم يعد { $who } عضوًا في { $organisation }. مفاتيح API للمؤسسة أو التطبيقات التي أنشأها ما زالت تعمل، وقد يكون من أنشأها احتفظ بسرّها. وهي معلَّمة في صفحة مفاتيح API.
account-secrets-left-button = عرض المفاتيح
account-secrets-left-note = أعطِ التطبيقات سرًّا جديدًا، وأنشئ مفاتيح أخرى للبرامج التي تحتاجها ثم ألغِ القديمة.
account-code-subject = رمزك لدى { $site }
account-code-heading = رمز تسجيل الدخول
account-code-text = شخص يعرف كلمة مرورك يسجّل الدخول إلى { $site }. إذا كنت أنت، فاكتب هذا الرمز:
account-code-note = يعمل الرمز مرة واحدة ولمدة عشر دقائق. لن يطلبه منك أحد من { $site } أبدًا. إذا لم تكن أنت، فغيّر كلمة مرورك.
account-code = الرمز

# أُلغيت الفعالية
off-subject = أُلغيت { $event }
off-heading = أُلغيت الفعالية
off-text = لن تُقام { $event }. يخص هذا طلبك { $code }، فلا حاجة إلى الحضور.
off-money = يتولى المنظم تسوية ما دفعته. لست مضطرًا إلى فعل شيء؛ أجب على هذه الرسالة إن كانت لديك أسئلة.
off-unpaid = أُلغي طلبك معها ولا يترتب عليك شيء. إن كنت قد دفعت فأجب على هذه الرسالة.

# دعوة إلى الفريق
invitation-subject = يدعوك { $organiser } إلى فريقه
invitation-heading = انضم إلى { $organiser }
invitation-text = يدعوك { $inviter } إلى فريق { $organiser }.
invitation-text-nobody = أنت مدعو إلى فريق { $organiser }.
invitation-role = دورك
invitation-events = لهذه الفعاليات
invitation-button = عرض الدعوة
invitation-until = يعمل الرابط مرة واحدة حتى { $until }، ولهذا العنوان فقط.
invitation-note = إذا لم تكن تتوقع هذه الدعوة فلا تفعل شيئًا: لن يحدث شيء من دونك.
role-owner = المالك
role-admin = مدير
role-event_manager = مدير الفعاليات
role-finance = المالية
role-support = الدعم
role-marketing = التسويق
role-door = الدخول
role-viewer = مشاهد

# ضيف يسأل عن تذاكره
guest-subject = تذاكرك من { $organiser }
guest-heading = اطّلع على تذاكرك
guest-text = طلب أحدهم كل الطلبات المسجلة بهذا العنوان لدى { $organiser }. إن كنت أنت، فاتبع الرابط.
guest-button = عرض تذاكري
guest-until = يعمل الرابط مرة واحدة ولمدة ساعة.
guest-note = إن لم تكن أنت، فلا تفعل شيئًا: لا يرى أحد طلباتك دون هذه الرسالة.

# Looked at first
asked-subject = استلمنا الطلب { $code } لحضور { $event }
asked-heading = سننظر في طلبك
asked-text = شكرًا على الطلب { $code } لحضور { $event }. ينظر { $organiser } أولًا في كل طلب من هذا النوع.
asked-next = أماكنك محفوظة في هذه الأثناء، ولا شيء عليك دفعه بعد. ستصلك رسالة فور اتخاذ القرار.
approved-subject = قُبل الطلب { $code }: يُرجى دفع { $total }
approved-heading = أهلًا بك
approved-text = قبل { $organiser } الطلب { $code } لحضور { $event }. ادفع { $total } في صفحة طلبك، وسنرسل إليك التذاكر بعد ذلك.
denied-subject = تعذّر قبول الطلب { $code }
denied-heading = لم يُقبل طلبك للأسف
denied-text = لم يتمكن { $organiser } من قبول الطلب { $code } لحضور { $event }. أصبحت أماكنك متاحة من جديد، ولا شيء مستحق عليك.

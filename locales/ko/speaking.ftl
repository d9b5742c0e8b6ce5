### 연사 자신의 페이지와, 운영진이 그와 관련해 하는 일의 말.

## 모든 페이지에 공통
speaking-title = 내 발표
speaking-text = 이 서버에서 발표하는 모든 콘퍼런스입니다.
speaking-none = 아직 연사로 등록된 곳이 없습니다
speaking-none-text = 콘퍼런스가 메일로 초대합니다. 그 메일의 링크를 열면 세션이 여기에 나타납니다.
speaking-account = 내 계정
speaking-site = 콘퍼런스 사이트
speaking-sessions = 내 세션
speaking-profile = 내 소개
speaking-availability = 가능한 시간
speaking-sessions-count = 세션 { $count }개
speaking-zone = 시각은 행사장 기준입니다({ $zone }).
speaking-public-page = 공개 페이지 보기
speaking-calendar = 캘린더에 추가

## 세션
speaking-asked = 답변 대기
speaking-asked-count = 답변을 기다리는 세션 { $count }개
speaking-asked-text = 발표 여부를 알려 주시면 운영진이 일정을 짤 수 있습니다.
speaking-yes = 발표합니다
speaking-no = 거절함
speaking-settled = 예정됨
speaking-cancelled = 취소됨
speaking-cancelled-text = 이 세션은 열리지 않습니다.
speaking-unreleased = 아직 공개된 시각이 없습니다.
speaking-sessions-none = 아직 세션이 없습니다
speaking-sessions-none-text = 운영진이 세션을 채택하면 여기에 나타납니다.
speaking-confirm = 발표하겠습니다
speaking-decline = 할 수 없습니다
speaking-decline-do = 할 수 없다고 알리기
speaking-when = 시간과 장소
speaking-answer = 발표하시겠습니까?
speaking-answer-text = 운영진이 이 세션을 채택하고 답변을 기다립니다.
speaking-yes-text = 발표하겠다고 답하셨습니다. 바꿀 수 있지만 되도록 일찍 알려 주세요.
speaking-no-text = 할 수 없다고 답하셨습니다. 운영진이 이를 봅니다. 사정이 바뀌면 여기에서 알려 주세요.
speaking-reason = 이유
speaking-reason-hint = 운영진만 읽습니다. 쓰지 않아도 됩니다.
speaking-reason-change = 이유 고치기
speaking-words = 프로그램의 내용
speaking-words-text = 고치려면 운영진에게 연락하세요.

## 발표 자료
speaking-slides = 발표 자료
speaking-slides-count = 파일 { $count }개
speaking-slides-none = 제출한 파일이 없습니다.
speaking-slides-file = 발표 자료 파일
speaking-slides-hint = PDF, PowerPoint(.pptx), OpenDocument(.odp), Keynote(.key). 매크로 없이 { $limit } MB까지. 누군가 공개하기 전에는 운영진과 이 세션의 연사만 볼 수 있습니다.
speaking-slides-upload = 제출하기
speaking-slides-public = 공개
speaking-slides-hidden = 비공개
speaking-slides-show = 공개하기
speaking-slides-hide = 숨기기
speaking-slides-remove = 삭제
speaking-slides-refused = 파일을 받지 못했습니다.
speaking-slides-kind = PDF, PPTX, ODP, KEY 발표 자료가 아니거나 손상되었습니다. PDF로 저장해 다시 시도하세요.
speaking-slides-name = 내용이 파일 이름과 다릅니다.
speaking-slides-macros = 매크로가 들어 있습니다. 매크로 없이 또는 PDF로 저장하세요.
speaking-slides-many = 이 세션에는 이미 파일이 { $count }개 있습니다. 먼저 하나를 삭제하세요.
speaking-no-file = 먼저 파일을 고르세요.
speaking-too-large = 너무 큽니다. 최대 { $limit } MB입니다.

## 소개
speaking-profile-text = 프로그램에 실리는 소개입니다. 바꾼 내용은 다음 공개본부터 모두에게 보입니다.
speaking-about = 소개
speaking-picture = 사진
speaking-picture-now = 지금 보이는 사진
speaking-picture-file = 사진
speaking-picture-hint = PNG, JPEG, WebP, GIF. 정사각형으로 자르고 촬영 위치는 지웁니다.
speaking-picture-take = 이 사진 쓰기
speaking-picture-replace = 이 사진으로 바꾸기
speaking-picture-remove = 사진 삭제
speaking-picture-refused = 사진을 받지 못했습니다.
speaking-picture-kind = PNG, JPEG, WebP, GIF 사진이 아닙니다.
speaking-picture-broken = 파일이 손상되었습니다.
speaking-picture-pixels = 화소가 카메라로 찍을 수 있는 것보다 많습니다.

## 시간
speaking-availability-text = 발표할 수 없는 시간입니다. 그 시간에 배정하면 운영진에게 경고가 표시됩니다.
speaking-absence = 불가능한 시간 { $count }
speaking-absence-hint = 시각을 비우면 하루 전체입니다. 시각은 행사장 기준입니다({ $zone }). 지우려면 날짜와 시각을 비우세요. 저장하면 줄이 더 생깁니다.
speaking-absence-day = 날짜
speaking-absence-from = 부터
speaking-absence-to = 까지
speaking-absence-wrong = 끝은 시작보다 뒤이고 같은 날 안이어야 합니다.

## 방금 한 일
speaking-done-joined = 환영합니다. 이제 이 페이지는 당신의 것입니다.
speaking-done-saved = 저장했습니다. 운영진에게는 바로, 모두에게는 다음 공개본부터 보입니다.
speaking-done-same = 바뀐 것이 없습니다.
speaking-done-yes = 고맙습니다. 발표하신다고 운영진에게 알렸습니다.
speaking-done-no = 발표할 수 없다고 운영진에게 알렸습니다.
speaking-done-stale = 그사이 누군가 바꾸었습니다. 지금 상태를 다시 확인하세요.
speaking-done-picture = 사진을 받았습니다.
speaking-done-no-picture = 사진을 삭제했습니다.
speaking-done-slides = 제출했습니다. 모두가 받아도 될 때 공개하세요.
speaking-done-shown = 이제 세션 페이지에 파일이 나타납니다.
speaking-done-hidden = 세션 페이지에서 파일을 숨겼고, 이전 주소는 더는 열리지 않습니다.
speaking-done-removed = 파일을 삭제했습니다.
speaking-done-too-late = 더는 없습니다.

## 초대
speaking-invitation-title = 연사이십니다
speaking-invitation-text = { $conference } 프로그램에 { $name } 님이 연사로 올라 있습니다.
speaking-invitation-more = 자신의 항목을 넘겨받으세요. 시간을 보고, 세션을 확정하고, 소개를 쓰고, 발표 자료를 제출할 수 있습니다.
speaking-invitation-join = 네, 접니다
mail-speaker-invitation-subject = { $conference }: 연사 페이지
mail-speaker-invitation-text =
    { $name } 님께,

    { $conference }의 연사이십니다. 연사 페이지에서 시간을 보고, 세션을 확정하고, 프로그램에 실릴 소개를 쓰고, 발표 자료를 제출할 수 있습니다.

    다음 링크를 열면 그 페이지를 쓸 수 있습니다. 14일 안에 한 번만 쓸 수 있습니다.

    { $link }

    다른 분이라면 아무것도 하지 않으셔도 됩니다.

    { $server }

## 운영 데스크에서
desk-field-answers = 연사의 답변
desk-declined = 거절
desk-confirmed-by-speaker = 연사가 확정
desk-unanswered = 답변 없음
desk-says-yes = 발표함
desk-says-no = 할 수 없음
desk-picture-own = 연사가 올린 사진
desk-speaker-account = 연사 페이지
desk-speaker-account-text = 초대하면 연사가 직접 시간을 보고, 답변하고, 자신의 소개를 관리합니다.
desk-speaker-joined = 로그인함
desk-speaker-invited = 초대함
desk-speaker-invite = 초대 보내기
desk-speaker-invite-again = 다시 보내기
desk-speaker-no-address = 먼저 메일 주소를 넣으면 초대를 보낼 수 있습니다.
desk-speaker-unlink = 계정과 연사의 연결 끊기
desk-speaker-unlink-text = 그 사람은 여기에서 더는 아무것도 바꿀 수 없습니다. 이미 쓴 내용은 남습니다.
desk-speakers-invite = 고른 연사 초대
desk-invited-title = 초대
desk-invited-count = 연사 { $count }명에게 보냈습니다
desk-invited-text = 각 링크는 14일 안에 한 번만 쓸 수 있습니다.
desk-left-out = 제외된 연사 { $count }명
desk-left-out-gone = 더는 연사가 아닙니다
desk-left-out-no-address = 쓸 수 있는 메일 주소가 없습니다
desk-left-out-joined = 이미 로그인합니다
desk-done-speaker-invited = 초대를 보냈습니다.
desk-done-speaker-no-address = 쓸 수 있는 메일 주소가 없습니다.
desk-done-speaker-unlinked = 계정과 연사의 연결을 끊었습니다.
form-picture-hint = 연사가 올린 사진은 여기에 주소를 넣기 전까지 그대로 쓰입니다.

## 답변을 운영진에게 알리는 편지
mail-answer-no-subject = { $conference }: { $speaker } 님이 “{ $title }”을(를) 할 수 없습니다
mail-answer-no-text =
    { $name } 님께,

    { $speaker } 님이 { $conference }의 “{ $title }” 세션을 할 수 없다고 답했습니다.
mail-answer-yes-subject = { $conference }: { $speaker } 님이 “{ $title }”을(를) 하기로 했습니다
mail-answer-yes-text =
    { $name } 님께,

    { $conference }의 “{ $title }” 세션을 할 수 없다고 했던 { $speaker } 님이 이제 할 수 있다고 답했습니다.
mail-answer-when = 초안에는 { $when }에 잡혀 있습니다.
mail-answer-nobody-left = 맡을 사람이 남지 않았습니다. 세션은 더 이상 확정이 아니며, 다음 공개본에서 취소로 알려집니다.

## 감사 기록에서
desk-act-conference-logo = 로고 올림 또는 내림
desk-act-programme-slides-hand-in = 발표 자료 제출
desk-act-programme-slides-publish = 발표 자료 공개
desk-act-programme-slides-hide = 발표 자료 숨김
desk-act-programme-slides-remove = 발표 자료 삭제
desk-act-programme-speaker-invite = 연사 초대
desk-act-programme-speaker-join = 연사로 참여
desk-act-programme-speaker-link = 계정을 연사로 연결
desk-act-programme-speaker-revoke-invitation = 연사 초대 취소
desk-act-programme-speaker-unlink = 연사와 계정 연결 해제

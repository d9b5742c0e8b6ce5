### 운영 데스크의 문구: 관리자가 이 서버에 대해 보는 것.

## 메뉴와 공통 문구
desk-title = 운영 데스크
desk-status = 상태
desk-jobs = 작업
desk-mail = 메일
desk-import = 가져오기
desk-conference = 콘퍼런스
desk-conferences = 콘퍼런스
desk-you-are-here = 현재 위치
desk-count-failed = 실패
desk-all = 전체
desk-show = 보기
desk-save = 저장
desk-cancel = 취소
desk-back = 돌아가기
desk-leave = 그만두기
desk-older = 이전 항목
desk-do = 조치
desk-state = 상태
desk-when = 시각
desk-tries = 시도
desk-tries-of = { $most }회 중 { $count }회
desk-last-error = 마지막 오류
desk-and-more = 외 { $count }건
desk-nothing-done-yet = 아직 아무것도 바뀌지 않았습니다.
desk-changed-meanwhile = 보시는 동안 내용이 바뀌었습니다.
desk-changed-meanwhile-text = 아무것도 실행하지 않았습니다. 아래는 지금 기준의 결과이니 다시 확인해 주세요.
desk-ago = { $span } 전
desk-in = { $span } 후
desk-span-seconds = { $count }초
desk-span-minutes = { $count }분
desk-span-hours = { $count }시간
desk-span-days = { $count }일

## 방금 한 일
desk-done-retried = 작업을 다시 시도합니다.
desk-done-job-cancelled = 작업을 취소했습니다.
desk-done-resent = 메일 { $count }통을 다시 보냅니다.
desk-done-mail-cancelled = 메일을 취소했습니다.
desk-done-too-late = 그사이 상태가 달라져 아무것도 바꾸지 않았습니다.
desk-done-released = { $count ->
    [0] 공개했습니다. 방문자에게 바로 보입니다. 보낼 메일은 없습니다.
   *[other] 공개했습니다. 방문자에게 바로 보입니다. 연사에게 보낼 메일 { $count }통이 대기 중입니다.
}
desk-done-levels = 처리 수준을 저장했습니다.
desk-done-visibility = 공개 범위를 저장했습니다.
desk-done-imported = { $count ->
    [0] 가져왔습니다. 새로운 내용은 없습니다.
   *[other] 초안에 가져왔습니다. { $count }건이 추가·변경·삭제되었습니다. 방문자에게는 다음 공개 뒤에 보입니다.
}
desk-done-upload-gone = 올린 파일이 더 이상 남아 있지 않습니다. 다시 선택해 주세요.

## 서버 상태
desk-database = 데이터베이스
desk-migrated = 마이그레이션 { $count }개, 최신
desk-not-migrated = 최신 아님: 프로그램이 아는 마이그레이션은 { $count }개
desk-waiting = 대기 중인 작업 단위
desk-waiting-text = 읽기 { $readers }, 쓰기 { $writers }
desk-up = 가동 시간
desk-version = Madang { $version }
desk-storage = 저장 공간
desk-storage-text = 파일 { $count }개, { $size }
desk-page-cache = 만들어 둔 페이지
desk-page-cache-text = 메모리에 보관
desk-jobs-failed = 실패 { $count }건
desk-jobs-figures = 대기 { $waiting }, 실행 중 { $running }
desk-mail-not-arrived = 미전달 { $count }통
desk-mail-figures = 대기 { $queued }, 보냄 { $sent }
desk-mail-stuck = 메일이 나가지 않고 있습니다.
desk-mail-stuck-text = 보낼 때가 10분 넘게 지난 메일을 아무도 처리하지 않습니다. 메일을 보내는 서버가 켜져 있는지 확인해 주세요.
desk-mail-trouble = 메일 { $count }통이 전달되지 않았습니다. 받는 사람은 소식을 듣지 못했습니다.
desk-mail-trouble-way = 어떤 메일인지, 이유가 무엇인지 보기
desk-mail-trouble-text = 상대 서버의 답변이 각 메일 옆에 있습니다. ‘재시도 중’은 자동으로 다시 보내고, ‘포기’는 조치를 기다립니다.
desk-jobs-stuck = 작업이 처리되지 않고 있습니다.
desk-jobs-stuck-text = 실행할 때가 10분 넘게 지난 작업을 아무도 처리하지 않습니다.
desk-dates = 기간
desk-sessions = 세션
desk-latest-release = 최신 공개본
desk-signed-in = 로그인
desk-signed-in-text = 이 기기에서 관리자로 로그인했습니다. 새 링크: madang admin sign-in
desk-sign-out = 로그아웃
desk-sign-out-everywhere = 모든 기기에서 로그아웃

## 작업
desk-jobs-text = 나중에 처리하는 일입니다. 다시 시작해도 사라지지 않습니다.
desk-jobs-none = 작업이 없습니다
desk-jobs-none-text = 나중에 처리할 일이 여기에 나타납니다.
desk-work = 작업
desk-try-again = 다시 시도
desk-job-waiting = 대기
desk-job-running = 실행 중
desk-job-done = 완료
desk-job-failed = 실패
desk-job-cancelled = 취소됨

## 메일
desk-mail-text = 이 서버가 보냈거나 곧 보낼 모든 메일입니다.
desk-mail-search = 받는 사람
desk-mail-none = 아직 메일이 없습니다
desk-mail-none-text = 시간표를 공개하며 연사에게 알리면 여기에 메일이 나타납니다.
desk-mail-nothing-matches = 조건에 맞는 메일이 없습니다
desk-mail-answer = 메일 서버의 답변
desk-mail-next = { $when } 재시도
desk-mail-queued = 대기
desk-mail-sending = 보내는 중
desk-mail-sent = 보냄
desk-mail-failed = 재시도 중
desk-mail-given-up = 포기
desk-mail-cancelled = 취소됨
desk-to = 받는 사람
desk-from = 보내는 사람
desk-reply-to = 회신 주소
desk-subject = 제목
desk-queued-at = 등록
desk-sent-at = 보냄
desk-next-try = 다음 시도
desk-resend = 다시 보내기
desk-resend-given-up = 포기한 메일 { $count }통 다시 보내기
desk-message-text = 내용

## 콘퍼런스
desk-public-site = 공개 사이트
desk-draft-site = 초안
desk-speakers = 연사 { $count }명
desk-next-release = 다음 공개
desk-changes = 변경
desk-changes-count = 변경 { $count }건
desk-changes-figures = 추가 { $new }, 이동 { $moved }, 취소 { $cancelled }
desk-conflicts = 충돌
desk-conflicts-figures = 차단 { $blocking }, 경고 { $warning }
desk-conflicts-none = 초안에 충돌이 없습니다.
desk-unscheduled = 시간 미정
desk-unscheduled-text = 확정·수락되었으나 시간이 없는 세션
desk-what-would-change = 다음 공개에서 바뀌는 내용
desk-nothing-would-change = 추가·이동·취소되는 세션이 없습니다.
desk-release = 공개본
desk-release-now = 초안 공개
desk-release-look = 먼저 확인하기
desk-release-title = 공개본 { $number }
desk-release-do = 공개본 { $number } 지금 공개
desk-release-blocked = 충돌 { $count }건 때문에 공개할 수 없습니다.
desk-release-blocked-text = 초안에서 해결하거나 해당 종류의 처리 수준을 바꾸세요.
desk-see-conflicts = 충돌 보기
desk-note = 메모
desk-note-hint = 변경 기록을 읽는 사람에게 남길 말. 비워 두어도 됩니다.
desk-tell = 해당하는 연사에게 메일 보내기
desk-tell-count = { $count ->
    [0] 연사에게 메일 보내기(보낼 사람 없음)
   *[other] 연사 { $count }명에게 메일 보내기
}
desk-letters = 메일
desk-letters-text = 해당하며 주소가 있는 연사
desk-levels = 충돌 처리 수준 정하기
desk-levels-text = ‘차단’은 충돌이 있는 동안 공개를 막고, ‘경고’는 보여 주기만 하며, ‘무시’는 찾지 않습니다.
desk-level-block = 차단
desk-level-warn = 경고
desk-level-ignore = 무시
desk-kind-room-taken = 같은 시간에 회의실 중복
desk-kind-speaker-twice = 연사가 두 곳에
desk-kind-speaker-absent = 연사 참석 불가
desk-kind-room-too-small = 회의실이 너무 작음
desk-kind-walk = 이동 시간 부족
desk-kind-outside-hours = 콘퍼런스 시간 밖
desk-kind-no-length = 길이가 없는 세션
desk-kind-unscheduled = 시간이 없는 세션
desk-conflict-room-taken = { $room }: { $amount }분 겹칩니다.
desk-conflict-speaker-twice = { $speaker }: { $amount }분 겹칩니다.
desk-conflict-speaker-absent = { $speaker } 님이 올 수 없는 시간입니다.
desk-conflict-room-too-small = { $room }: 좌석보다 { $amount }명 많습니다.
desk-conflict-walk = { $speaker }: 이동 시간이 { $amount }분 모자랍니다.
desk-conflict-outside-hours = 콘퍼런스의 날짜나 시간을 벗어났습니다.
desk-conflict-no-length = 진행 시간이 0분입니다.
desk-conflict-unscheduled = 아직 시간이 없습니다.
desk-visibility = 공개 범위
desk-visibility-draft = 초안
desk-visibility-public = 공개
desk-visibility-archived = 보관
desk-visible-draft = 운영진만 볼 수 있습니다.
desk-visible-public = 누구나 최신 공개본을 볼 수 있습니다.
desk-visible-archived = 누구나 지난 콘퍼런스로 볼 수 있습니다.
desk-releases = 공개본
desk-releases-none = 아직 공개한 것이 없습니다.

## 가져오기
desk-import-title = 프로그램 가져오기
desk-import-text = schedule.xml, schedule.json, pretalx, Sessionize, Indico, open-event, Devcon, CSV. 형식은 자동으로 알아냅니다. 먼저 무엇이 바뀌는지 보여 드립니다.
desk-import-files = 파일
desk-import-hint = 형식에 따라 여러 파일을 고를 수 있습니다. 파일마다 최대 20 MB입니다.
desk-import-look = 무엇이 바뀌는지 보기
desk-import-preview = 가져오기: 바뀌는 내용
desk-import-apply = 모두 적용
desk-import-same = 원본의 내용이 이미 모두 반영되어 있습니다.
desk-import-conflicts = 적용 후 초안의 충돌: 차단 { $blocking }, 경고 { $warning }.
desk-import-gone = 세션 { $count }개가 원본에 없어 초안에서 빠지게 됩니다.
desk-import-gone-text = 전체 프로그램이 맞는지 확인하세요. 이미 알린 세션은 다음 공개에서 취소됩니다.
desk-import-kept = 여기서 고친 항목 { $count }개는 그대로 둡니다.
desk-import-no-file = 선택한 파일이 없습니다.
desk-import-too-many = 한 프로그램에 올릴 수 있는 파일은 20개까지입니다.
desk-import-too-large = ‘{ $name }’ 파일이 { $limit } MB보다 큽니다. 아무것도 읽지 않았습니다.
desk-import-empty = 파일에 내용이 없습니다.
desk-import-limit = 파일이 허용 한도를 넘습니다.
desk-import-encoding = 파일이 UTF-8 텍스트가 아닙니다.
desk-import-malformed = 파일이 손상되었습니다. 중간에 잘렸을 수 있습니다.
desk-import-entity = 파일에 엔터티 선언이 있어 받을 수 없습니다.
desk-import-format = 알려진 형식이 아닙니다.
desk-import-zone = 알 수 없는 시간대입니다.
desk-figures = 요약
desk-new = 추가
desk-changed = 변경
desk-gone = 삭제
desk-gone-title = 원본에서 사라진 것
desk-same = 그대로
desk-kept = 유지
desk-source-says = 원본의 값:
desk-of-speakers = 연사
desk-rooms = 회의실
desk-tracks = 트랙
desk-kinds = 세션 종류
desk-one-session = 세션
desk-one-speaker = 연사
desk-one-room = 회의실
desk-one-track = 트랙
desk-one-kind = 종류
desk-oddities = 특이 사항과 파일 안의 위치
desk-oddity-note = 참고
desk-oddity-warning = 경고
desk-oddity-loss = 제외됨

## 프로그램의 항목
desk-field-acronym = 약칭
desk-field-address = 주소
desk-field-affiliation = 소속
desk-field-biography = 약력
desk-field-capacity = 좌석 수
desk-field-city = 도시
desk-field-code = 코드
desk-field-colour = 색
desk-field-country = 국가
desk-field-day-starts-minutes = 하루의 시작
desk-field-description = 설명
desk-field-do-not-record = 녹화 금지
desk-field-duration-minutes = 길이
desk-field-email = 이메일 주소
desk-field-first-day = 첫날
desk-field-guid = 고정 식별자
desk-field-kind = 종류
desk-field-language = 언어
desk-field-languages = 언어
desk-field-last-day = 마지막 날
desk-field-level = 수준
desk-field-links = 링크
desk-field-logo-url = 로고
desk-field-name = 이름
desk-field-name-latin = 로마자 이름
desk-field-number = 번호
desk-field-parts = 연사
desk-field-picture-url = 사진
desk-field-position = 직책
desk-field-resources = 자료
desk-field-slot = 장소와 시간
desk-field-state = 상태
desk-field-subtitle = 부제
desk-field-summary = 초록
desk-field-tags = 태그
desk-field-title = 제목
desk-field-track = 트랙
desk-field-url = 웹 주소
desk-field-venue = 행사장
desk-field-zone = 시간대

## 감사 기록
desk-audit = 감사 기록
desk-audit-text = 누가 언제 어디에서 무엇을 했는지 보여 줍니다. 기록은 추가만 되며, 각 기록은 앞 기록과 봉인으로 이어집니다.
desk-audit-none = 아직 기록이 없습니다
desk-audit-none-text = 가져오기, 공개, 표시 범위 변경, 계정에 관한 일이 여기에 기록됩니다.
desk-what = 한 일
desk-where = 어디에서
desk-who = 누가
desk-who-administrator = 관리자(링크)
desk-who-program = 프로그램
desk-who-visitor = 로그인 전
desk-act-programme-import = 프로그램을 가져옴
desk-act-programme-release = 시간표를 공개함
desk-act-programme-levels = 충돌 등급을 정함
desk-act-conference-sheet = 시트를 적용함
desk-act-conference-visibility = 표시 범위를 바꿈
desk-act-account-sign-in = 로그인함
desk-act-account-first-step = 첫 단계 확인
desk-act-account-second-step-failed = 두 번째 단계 실패
desk-act-account-recovery-used = 복구 코드 사용
desk-act-account-recovery-new = 복구 코드 새로 만듦
desk-act-account-app-on = 코드 생성 앱 켬
desk-act-account-second-step-off = 두 번째 단계 끔
desk-act-account-session-ended = 기기 로그아웃
desk-act-account-email-asked = 주소 변경 요청
desk-act-account-email = 주소 변경
desk-act-account-email-stopped = 주소 변경 중단
desk-act-account-passkey-added = 패스키 추가
desk-act-account-passkey-removed = 패스키 제거
desk-act-account-second-step-on = 두 번째 단계 켬
desk-act-account-provider-linked = 로그인 제공자 연결
desk-act-account-provider-unlinked = 로그인 제공자 해제
desk-act-account-password = 비밀번호를 바꿈
desk-act-account-erased = 계정을 삭제함
desk-act-account-administrator = 관리자로 지정함

## Forms
form-errors = { $count ->
   *[other] { $count }개 항목을 고쳐야 합니다. 아무것도 저장되지 않았습니다.
}
form-needed-mark = (필수)
form-needed = 입력해 주세요.
form-too-long = 너무 깁니다. 최대 { $count }자입니다.
form-number = { $least }부터 { $most }까지의 정수를 입력하세요.
form-choice = 목록에서 고르세요.
form-day = 2026-12-01과 같은 날짜를 입력하세요.
form-time = 09:30과 같은 시각을 입력하세요.
form-tags = 키워드는 최대 { $count }개, 각각 60자까지입니다.
form-tags-hint = 쉼표로 구분합니다.
form-url = https:// 또는 http://로 시작하는 웹 주소를 입력하세요.
form-email = kim@example.org와 같은 메일 주소를 입력하세요.
form-minutes = 분
form-language-untold = 언어 미지정

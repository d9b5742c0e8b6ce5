### 팀에 관한 말: 주최자, 역할, 초대, 토큰.

## 주최자
desk-home = 내 콘퍼런스
desk-host-new = 새 주최자
desk-host-new-text = 주최자는 이 서버에서 콘퍼런스를 여는 단체입니다. 만든 사람이 소유자가 됩니다.
desk-host-name = 주최자 이름
desk-host-make = 주최자 만들기
desk-host-text = 주최자는 콘퍼런스를 엽니다. 이 팀의 역할은 모든 콘퍼런스에 적용됩니다.
desk-host-no-conferences = 아직 콘퍼런스가 없습니다
desk-host-no-conferences-text = 이름, 시간대, 날짜만 있으면 시작할 수 있습니다. 나머지는 나중에 정해도 됩니다.
desk-short-name = 주소에 쓰는 짧은 이름
desk-short-name-hint = 영어 소문자, 숫자, 하이픈만 쓸 수 있습니다. 비워 두면 이름에서 만듭니다. 나중에 바꿀 수 없습니다.
desk-nothing-yours = 아직 속한 팀이 없습니다
desk-nothing-yours-make = 주최자를 만들어 콘퍼런스를 열거나, 소유자에게 초대를 부탁하세요.
desk-nothing-yours-ask = 주최자의 소유자에게 초대를 부탁하세요. 초대장은 이메일로 옵니다.
desk-wrong = 저장하지 않았습니다.
desk-wrong-taken = 이미 쓰고 있는 짧은 이름입니다. 다른 이름을 고르세요.
desk-wrong-slug = 짧은 이름에는 a-z, 0-9와 하나씩의 하이픈만 쓸 수 있고, 서버가 쓰는 주소는 쓸 수 없습니다.
desk-wrong-name = 이름에는 글자나 숫자가 하나 이상 있어야 합니다.
desk-wrong-zone = 알 수 없는 시간대입니다. Asia/Seoul처럼 목록에서 고르세요.
desk-wrong-first-day = 첫날이 올바른 날짜가 아닙니다.
desk-wrong-last-day = 마지막 날이 첫날보다 앞서거나 60일이 넘습니다.
desk-wrong-email = 올바른 이메일 주소가 아닙니다.

## 새 콘퍼런스
desk-conference-new = 새 콘퍼런스
desk-conference-new-text = 팀만 볼 수 있는 초안입니다. 짧은 이름 말고는 모두 나중에 바꿀 수 있습니다.
desk-conference-name = 콘퍼런스 이름
desk-conference-make = 콘퍼런스 만들기
desk-first-day = 첫날
desk-last-day = 마지막 날
desk-zone = 행사장의 시간대
desk-zone-hint = 예: Asia/Seoul. 프로그램의 모든 시각은 이 시간대를 따릅니다.

## 팀
desk-team = 팀
desk-team-see = 팀 보기
desk-team-count = { $count ->
    [0] 아직 팀에 아무도 없습니다.
   *[other] 팀에 { $count }명이 있습니다.
}
desk-team-host-text = 여기의 역할은 주최자의 모든 콘퍼런스에 적용됩니다.
desk-team-conference-text = 여기의 역할은 이 콘퍼런스에만 적용됩니다. 주최자의 팀도 함께 일할 수 있습니다.
desk-members = 구성원
desk-members-none = 아직 아무도 없습니다. 아래에서 초대하세요.
desk-member = 구성원
desk-you = 나
desk-role = 역할
desk-role-of = { $name }의 역할
desk-since = 합류
desk-remove-from-team = 팀에서 내보내기
desk-roles-explained = 역할 설명
desk-invite = 초대하기
desk-invite-email = 이메일 주소
desk-invite-hint = 14일 안에 한 번만 쓸 수 있는 링크를 이메일로 보냅니다.
desk-invite-send = 초대장 보내기
desk-invitations = 기다리는 초대
desk-invitation-revoke = 거두기
desk-expires = 만료
desk-never = 없음
desk-leave-team = 이 팀에서 나가기
desk-leave-team-text = 이 역할로 할 수 있던 일을 바로 할 수 없게 됩니다. 소유자가 다시 초대할 수 있습니다.
desk-last-owner = 주최자에게는 소유자가 있어야 합니다. 먼저 다른 사람을 소유자로 정하세요.
role-owner = 소유자
role-organiser = 운영자
role-programme = 프로그램 담당
role-door = 입장 담당
role-compliance = 준법 담당
role-finance = 재무 담당
role-viewer = 열람자
role-text-owner = 팀 구성과 토큰을 포함한 모든 일.
role-text-organiser = 콘퍼런스의 모든 일: 설정, 프로그램, 공개.
role-text-programme = 세션, 연사, 시간표, 가져오기. 공개는 할 수 없습니다.
role-text-door = 콘퍼런스의 모든 것을 볼 수 있습니다. 입장권이 생기면 입장을 맡습니다.
role-text-compliance = 콘퍼런스의 모든 것을 볼 수 있습니다. 앞으로 심사 사안을 결정합니다.
role-text-finance = 콘퍼런스의 모든 것을 볼 수 있습니다. 앞으로 결제를 맡습니다.
role-text-viewer = 콘퍼런스의 모든 것을 볼 수 있고, 바꾸지는 못합니다.

## 초대
invitation-title = 초대합니다
invitation-text = { $team } 팀이 초대합니다. 역할: { $role }.
invitation-sign-in = 먼저 로그인하거나 { $email } 주소로 계정을 만드세요. 그다음 이 페이지로 돌아옵니다.
invitation-other = 이 초대장은 { $email } 주소로 보냈고, 지금은 { $me } 계정으로 로그인되어 있습니다. 참여하면 이 계정으로 참여합니다.
invitation-join = 팀에 참여하기
invitation-dead = 더 이상 쓸 수 없는 초대입니다
invitation-dead-text = 이미 썼거나, 거두었거나, 14일이 지났습니다. 새 초대를 부탁하세요.
mail-invitation-subject = { $team } 팀의 초대
mail-invitation-text =
    안녕하세요,

    { $team } 팀에 초대합니다. 역할: { $role }.

    다음 링크에서 초대를 볼 수 있습니다. 14일 안에 한 번만 쓸 수 있습니다.

    { $link }

    까닭을 모르시겠다면 그대로 두세요. 아무 일도 일어나지 않습니다.

    { $server }

## 토큰
desk-tokens = 토큰
desk-token = 토큰
desk-tokens-api = 프로그램이 요청할 수 있는 것(OpenAPI)
desk-tokens-text = 토큰이 있으면 프로그램이 /api/v1에서 이 팀을 대신해 일할 수 있습니다. 만든 사람보다 더 많은 일은 할 수 없습니다.
desk-tokens-none = 토큰이 있는 프로그램이 없습니다.
desk-token-new = 새 토큰
desk-token-for = 쓰임새
desk-token-for-hint = “로비 화면”처럼, 나중에 알아볼 수 있는 말로 적으세요.
desk-token-days = 유효 기간(일)
desk-token-powers = 할 수 있는 일
desk-token-make = 토큰 만들기
desk-token-made = 토큰을 만들었습니다.
desk-token-once = 지금 복사하세요. 다시는 보여 주지 않습니다.
desk-token-used = 마지막 사용
desk-token-over = 만료됨
desk-token-revoke = 거두기
desk-wrong-token-name = 토큰의 쓰임새를 적으세요.
desk-wrong-token-days = 토큰은 1일에서 366일까지 쓸 수 있습니다.
desk-wrong-token-powers = 할 수 있는 일을 하나 이상 고르세요.
power-view = 보기
power-programme = 프로그램
power-organise = 운영
power-text-view = 초안과 목록을 읽습니다.
power-text-programme = 세션, 연사, 시간표를 바꿉니다.
power-text-organise = 콘퍼런스의 설정을 바꾸고 공개합니다.

## 방금 한 일
desk-done-host-made = 주최자를 만들었습니다. 다음은 첫 콘퍼런스입니다.
desk-done-host-named = 이름을 저장했습니다.
desk-done-conference-made = 콘퍼런스를 만들었습니다. 초안이므로 팀만 볼 수 있습니다.
desk-done-invited = 초대장을 보냈습니다.
desk-done-invitation-revoked = 그 초대는 더 이상 쓸 수 없습니다.
desk-done-role = 역할을 저장했습니다.
desk-done-member-removed = 팀에서 내보냈습니다.
desk-done-left = 팀에서 나왔습니다.
desk-done-joined = 팀에 오신 것을 환영합니다.
desk-done-token-revoked = 그 토큰은 더 이상 쓸 수 없습니다.

## 감사 기록
desk-act-host-create = 주최자를 만듦
desk-act-host-rename = 주최자 이름을 바꿈
desk-act-conference-create = 콘퍼런스를 만듦
desk-act-team-role = 역할을 바꿈
desk-act-team-remove = 구성원을 내보냄
desk-act-team-leave = 팀에서 나감
desk-act-team-invite = 초대장을 보냄
desk-act-team-revoke-invitation = 초대를 거둠
desk-act-team-join = 팀에 참여함
desk-act-team-token = 토큰을 만듦
desk-act-team-revoke-token = 토큰을 거둠
desk-act-team-enlist = 팀에 넣음

## 웹훅
desk-webhooks = 웹훅
desk-webhooks-text = 콘퍼런스에서 일어나는 일을 알려 줄 주소입니다. 페이지를 다시 만들거나, 화면을 채우거나, 채팅에 쓸 수 있습니다.
desk-webhooks-there = 알릴 곳
desk-webhooks-none = 아직 알릴 곳이 없습니다.
desk-webhook = 웹훅
desk-webhook-new = 새 웹훅
desk-webhook-make = 웹훅 만들기
desk-webhook-url = 주소
desk-webhook-url-hint = POST를 받는 공개된 주소입니다. 이해했으면 200으로 답해야 합니다.
desk-webhook-events = 알릴 일
desk-webhook-events-hint = 고르지 않으면 모두 알립니다.
desk-webhook-all = 모두
desk-webhook-active = 알림
desk-webhook-paused = 멈춤
desk-webhook-paused-text = 멈춘 웹훅입니다. 지금 일어나는 일은 나중에도 알리지 않습니다.
desk-webhook-ping = 핑 보내기
desk-webhook-pause = 멈추기
desk-webhook-resume = 다시 시작
desk-webhook-secret = 비밀 키
desk-webhook-secret-text = 보내는 모든 것을 Standard Webhooks 방식(webhook-id, webhook-timestamp, webhook-signature)으로 이 키로 서명합니다. 서명을 확인하고, 5분이 넘은 것은 거절하세요.
desk-webhook-secret-show = 비밀 키 보기
desk-webhook-delete = 이 웹훅 지우기
desk-webhook-delete-text = 기록도 함께 지워집니다.
desk-deliveries = 최근에 보낸 것
desk-deliveries-none = 아직 보낸 것이 없습니다. 핑을 보내 시험해 보세요.
desk-delivery-waiting = 기다림
desk-delivery-delivered = 전달됨
desk-delivery-failed = 다시 시도함
desk-delivery-given-up = 포기함
desk-delivery-tries = { $count }번 시도
desk-delivery-answer = 받은 답:
event-release-published = 시간표를 공개함
event-programme-imported = 프로그램을 초안으로 가져옴
event-conference-visibility = 콘퍼런스를 공개, 초안, 보관으로 바꿈
desk-wrong-url = 보낼 수 없는 주소입니다. 비밀번호 없는 https:// 또는 http:// 주소여야 합니다.
desk-wrong-too-many-webhooks = 주최자마다 웹훅은 20개까지입니다.
desk-done-webhook-made = 웹훅을 만들었습니다. 핑을 보내 시험해 보세요.
desk-done-webhook-deleted = 웹훅을 지웠습니다.
desk-done-pinged = 핑을 보냈습니다. 페이지를 새로 고치면 결과를 볼 수 있습니다.
desk-done-resent-delivery = 다시 보냅니다.
desk-act-webhook-create = 웹훅을 만듦
desk-act-webhook-pause = 웹훅을 멈춤
desk-act-webhook-resume = 웹훅을 다시 시작함
desk-act-webhook-delete = 웹훅을 지움
desk-act-webhook-send-again = 다시 보냄

## 모든 사람
desk-people = 사람
desk-person = 사람
desk-people-count = 이 서버에 계정이 { $count }개 있습니다.
desk-people-search = 이름 또는 주소
desk-people-none = 맞는 사람이 없습니다
desk-next-page = 다음 쪽

## 콘퍼런스 설정
desk-settings = 설정
desk-settings-text = 프로그램을 뺀 모든 것. 공개된 콘퍼런스에서는 저장하면 바로 보입니다.
settings-conference = 콘퍼런스
settings-when = 언제
settings-where = 어디서
settings-look = 언어와 모양
settings-day-starts = 하루의 시작
settings-day-starts-hint = 04:00으로 두면 새벽 1시의 행사는 전날에 속합니다.
settings-opens = 여는 시각
settings-closes = 닫는 시각
settings-closes-hint = 여는 시각보다 이르면 자정을 넘긴 시각입니다. 이 시간을 벗어난 세션은 충돌로 봅니다.
settings-languages-hint = en, ko, ar 같은 태그. 번역이 없으면 첫 언어를 씁니다.
settings-colour-hint = #1d5a8f처럼 여섯 자리.
settings-area = 행사장의 구역
settings-area-hint = 구역이 같은 방은 서로 가깝습니다.
settings-position = 순서
settings-position-hint = 1이 맨 앞입니다.
settings-body = 본문
settings-seats = { $count }석
settings-rooms = 방
settings-tracks = 트랙
settings-kinds = 세션 종류
settings-pages = 페이지
settings-new-rooms = 새 방
settings-new-tracks = 새 트랙
settings-new-kinds = 새 종류
settings-new-pages = 새 페이지
settings-none-rooms = 아직 방이 없습니다. 시간표에는 적어도 하나가 필요합니다.
settings-none-tracks = 아직 트랙이 없습니다. 트랙은 주제이며, 작은 콘퍼런스에는 없어도 됩니다.
settings-none-kinds = 발표나 워크숍 같은 종류가 아직 없습니다.
settings-none-pages = “오시는 길” 같은 페이지가 아직 없습니다.
settings-remove-text = 속한 세션이 없을 때만 지울 수 있습니다. 되돌릴 수 있습니다.
settings-logo = 로고
settings-logo-now = 지금 보이는 로고
settings-logo-file = 그림
settings-logo-hint = PNG, JPEG, WebP, GIF. 투명한 부분은 그대로 둡니다. 모두에게 바로 보입니다.
settings-logo-take = 이 로고 쓰기
settings-logo-remove = 로고 삭제
settings-stale = 그사이에 다른 사람이 바꾸었습니다.
settings-stale-text = 저장하지 않았습니다. 입력한 내용은 아래에 있습니다. 다시 저장하면 그 사람의 것을 대신합니다.
settings-in-use = 아직 속한 세션이 있습니다.
settings-in-use-text = 지우지 않았습니다. 먼저 그 세션들을 옮기세요.
desk-wrong-languages = en, ko처럼 두 글자 이상의 태그를 쉼표로 나누어 적으세요.
desk-wrong-hours = 둘 다 적거나 둘 다 비워 두세요.
desk-wrong-colour = 색은 #과 0-9, a-f 여섯 자리입니다. 예: #1d5a8f
desk-copy-from = 복사해 올 콘퍼런스
desk-copy-none = 없음
desk-copy-hint = 방, 이동 시간, 트랙, 종류, 페이지, 시간, 언어, 색, 행사장을 복사합니다. 세션은 복사하지 않습니다.
desk-act-conference-settings = 설정을 바꿈
desk-act-conference-piece-add = 설정에 더함
desk-act-conference-piece-edit = 설정에서 바꿈
desk-act-conference-piece-remove = 설정에서 지움
desk-act-conference-copy = 다른 콘퍼런스에서 복사함

## 그림
desk-plot = 트랙과 상태별 세션
desk-plot-none = 트랙 없음
desk-plot-total = 모두
desk-plot-confirmed = 확정
desk-plot-accepted = 채택
desk-plot-open = 미정
desk-plot-out = 거절, 철회, 취소
desk-plot-table = 표로 보기

## Deleting an account
team-last-owner = { $host }의 하나뿐인 소유자입니다. 먼저 다른 사람을 소유자로 정하세요.
desk-visits = 프로그램 방문
desk-visits-text = 30일 동안 페이지를 { $count }번 열었고, 하루에 많게는 { $most }번입니다. 팀은 세지 않으며, 누구인지는 남기지 않습니다.
desk-visits-day = 날짜
desk-visits-pages = 페이지

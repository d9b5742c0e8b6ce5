### 플랫폼의 말: 날짜, 숫자, 오류, 모든 페이지의 틀.

## 언어
language-name = 한국어
language-direction = ltr
language-font = korean

## 날짜, 시간, 숫자
month-1 = 1월
month-2 = 2월
month-3 = 3월
month-4 = 4월
month-5 = 5월
month-6 = 6월
month-7 = 7월
month-8 = 8월
month-9 = 9월
month-10 = 10월
month-11 = 11월
month-12 = 12월
month-short-1 = 1월
month-short-2 = 2월
month-short-3 = 3월
month-short-4 = 4월
month-short-5 = 5월
month-short-6 = 6월
month-short-7 = 7월
month-short-8 = 8월
month-short-9 = 9월
month-short-10 = 10월
month-short-11 = 11월
month-short-12 = 12월
weekday-1 = 월요일
weekday-2 = 화요일
weekday-3 = 수요일
weekday-4 = 목요일
weekday-5 = 금요일
weekday-6 = 토요일
weekday-7 = 일요일
weekday-short-1 = 월
weekday-short-2 = 화
weekday-short-3 = 수
weekday-short-4 = 목
weekday-short-5 = 금
weekday-short-6 = 토
weekday-short-7 = 일
date-full = { $year }년 { $month } { $day }일
date-with-weekday = { $year }년 { $month } { $day }일 { $weekday }
date-without-year = { $month } { $day }일
date-range-in-month = { $year }년 { $month } { $from }일–{ $to }일
date-range-in-year = { $year }년 { $from_month } { $from }일 – { $to_month } { $to }일
date-range = { $from } – { $to }
date-and-time = { $date } { $time }
date-and-time-in-zone = { $date } { $time } ({ $zone })
number-group = { "," }
number-point = .
file-size-kilobytes = { $count } KB
file-size-megabytes = { $count } MB
list-two = { $a }, { $b }
list-more = { $a }, { $b }
list-last = { $a }, { $b }

## 모든 페이지의 틀
page-skip-to-content = 본문으로 건너뛰기
page-main-navigation = 주 메뉴
page-language = 언어
page-account = 계정
page-made-with = 마당(Madang)으로 만들었습니다
page-theme = 화면 색
page-theme-auto = 기기 설정에 따름
page-theme-light = 밝게
page-theme-dark = 어둡게
page-title = { $page } · { $site }

## 문제와 해결 방법
problem-way-home = 첫 페이지로
problem-request = 주최 측에 문의하실 때 요청 번호 { $id } 를 알려 주세요.
problem-bad-request = 요청을 이해하지 못했습니다
problem-bad-request-text = 주소나 양식의 내용이 올바르지 않습니다. 뒤로 가서 입력한 내용을 확인하고 다시 시도해 주세요.
problem-sign-in = 로그인해 주세요
problem-sign-in-text = 로그인한 사람만 볼 수 있는 페이지입니다. 로그인한 다음 다시 열어 주세요.
problem-token = 토큰이 필요합니다
problem-token-text = 프로그램은 Authorization 헤더의 토큰으로 자신을 증명합니다. 토큰은 팀이 운영 데스크에서 만듭니다. 토큰이 없거나, 만료되었거나, 취소되었습니다.
problem-forbidden = 이 페이지를 열 수 없습니다
problem-forbidden-text = 다른 사람을 위한 페이지 또는 기능입니다. 잘못되었다고 생각되면 주최 측에 문의해 주세요.
problem-cross-site = 다른 곳에서 보낸 양식입니다
problem-cross-site-text = 안전을 위해 이 사이트에서 보낸 양식만 받습니다. 여기에서 페이지를 열고 다시 보내 주세요.
problem-form-expired = 양식의 유효 시간이 지났습니다
problem-form-expired-text = 아무것도 바뀌지 않았습니다. 페이지를 다시 열고 양식을 보내 주세요.
problem-not-found = 이 주소에는 아무것도 없습니다
problem-not-found-text = 페이지가 옮겨졌거나 링크가 완전하지 않을 수 있습니다. 공개된 내용은 첫 페이지에서 모두 찾을 수 있습니다.
problem-method = 이 주소는 이렇게 사용할 수 없습니다
problem-method-text = 페이지는 있지만 요청한 동작은 없습니다. 뒤로 가서 페이지에서 다시 시도해 주세요.
problem-conflict = 지금 상태와 맞지 않습니다
problem-conflict-text = 그 사이에 다른 사람이 바꾸었거나, 가리키는 것이 없을 수 있습니다. 바뀐 것은 없으니 다시 확인한 뒤 결정해 주세요.
problem-gone = 내려간 페이지입니다
problem-gone-text = 예전에 있던 페이지이지만 완전히 철회되었습니다.
problem-too-large = 너무 큽니다
problem-too-large-text = 보내신 내용이 이 페이지에서 받을 수 있는 크기를 넘습니다. 더 작게 줄이거나 더 작은 파일을 보내 주세요.
problem-wrong-host = 이 서버는 다른 이름을 사용합니다
problem-wrong-host-text = 주최 측이 알려 준 주소를 사용해 주세요.
problem-media-type = 받을 수 없는 종류의 내용입니다
problem-media-type-text = 페이지에 있는 양식을 사용하거나 페이지에 적힌 종류의 파일을 보내 주세요.
problem-unprocessable = 양식이 완전하지 않습니다
problem-unprocessable-text = 빠진 칸이 있거나 읽을 수 없는 내용이 있습니다. 뒤로 가서 입력한 내용을 확인하고 다시 보내 주세요.
problem-too-many = 요청이 너무 많습니다
problem-too-many-text = 잠시 기다린 뒤 다시 시도해 주세요.
problem-internal = 서버에 문제가 생겼습니다
problem-internal-text = 관리자에게 기록이 남았습니다. 잠시 후 다시 시도해 주세요. 잘못하신 것은 없습니다.
problem-unavailable = 서버가 바쁩니다
problem-unavailable-text = 제시간에 응답하지 못했습니다. 잠시 후 다시 시도해 주세요.

## 링크로 로그인
sign-in-title = 로그인
sign-in-text = 이 링크로 서버 관리자로 로그인합니다. 한 번만 사용할 수 있습니다.
sign-in-button = 로그인
sign-in-link-dead = 더 이상 쓸 수 없는 로그인 링크입니다
sign-in-link-dead-text = 이미 사용했거나 너무 오래된 링크입니다. 명령줄에서 새로 만드세요: madang admin sign-in

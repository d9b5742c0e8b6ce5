### 공개 사이트의 문구: 프로그램, 시간표, 연사, 회의실, 내 일정.

## 메뉴와 페이지 하단
site-timetable = 시간표
site-sessions = 세션
site-speakers = 연사
site-rooms = 회의실
site-now = 지금
site-agenda = 내 일정
site-search = 검색
site-download = 내려받기
site-spreadsheet = 스프레드시트
site-feed = 변경 피드
site-venue = 행사장
site-print = 인쇄
site-share = 공유
site-you-are-here = 현재 위치
site-draft-conference = 이 콘퍼런스는 초안입니다. 운영진만 볼 수 있습니다.
site-draft-of-timetable = 시간표 초안을 보고 있습니다. 일반 방문자는 최신 공개본을 봅니다.
site-archived = 이 콘퍼런스는 끝났습니다. 페이지는 그대로 보존됩니다.

## 이 서버의 콘퍼런스
home-title = 콘퍼런스
home-text = 이곳에서 열렸거나 열릴 콘퍼런스입니다.
home-coming = 예정
home-past = 지난 콘퍼런스
home-draft = 초안
home-none = 아직 콘퍼런스가 없습니다
home-none-text = 주최 측이 아직 공개한 내용이 없습니다.

## 콘퍼런스 첫 페이지
landing-when = 일시
landing-where = 장소
landing-see-timetable = 시간표 보기
landing-countries = 국가
landing-on = 지금 진행 중
landing-next = 다음 순서
landing-tracks = 트랙
landing-about = 소개
landing-day-sessions = 세션 { $count }개

## 시간표
timetable-of-day = 시간표, { $day }
timetable-days = 날짜
timetable-view = 보기
timetable-grid = 표
timetable-list = 목록
timetable-my-zone = 내 시간대
timetable-elsewhere = 기타 장소
timetable-none = 아직 공개된 내용이 없습니다
timetable-none-text = 주최 측이 준비하고 있습니다. 공개되면 바로 여기에 나타납니다.

## 방문자의 시간대
zone-title = 내 시간대로 보기
zone-text = 시각은 행사장 시간대({ $venue }) 기준입니다. 선택한 시간대의 시각이 그 옆에 함께 표시됩니다.
zone-choose = 내 시간대
zone-hint = 각 지역의 현재 시각이 함께 적혀 있습니다.
zone-show = 이 시각도 함께 표시
zone-venue-only = 행사장 시각만 표시
zone-africa = 아프리카
zone-america = 아메리카
zone-antarctica = 남극
zone-arctic = 북극
zone-asia = 아시아
zone-atlantic = 대서양
zone-australia = 오스트레일리아
zone-europe = 유럽
zone-indian = 인도양
zone-pacific = 태평양

## 거르기와 검색
filter-title = 필터
filter-all = 전체
filter-show = 적용
filter-clear = 지우기
filter-chip = { $field }: { $value }
filter-remove = 필터 제거: { $filter }
filter-shown = 세션 { $count }개 표시
filter-results-shown = 표시된 세션: {"{n}"}
filter-none = 일치하는 항목이 없습니다
filter-none-text = 단어를 줄이면 더 많이 찾을 수 있습니다. 제목, 연사, 초록을 모든 언어로 검색합니다.
sessions-count = 프로그램에 { $count }개
sessions-match = { $count ->
    [0] “{ $query }”와 일치하는 세션이 없습니다
   *[other] “{ $query }”와 일치하는 세션 { $count }개
}
sessions-found = 찾은 세션
sessions-unscheduled = 시간 미정

## 세션
session-track = 트랙
session-kind = 종류
session-language = 언어
session-room = 회의실
session-day = 날짜
session-cancelled = 취소됨
session-is-cancelled = 이 세션은 취소되었습니다.
session-is-cancelled-text = 아래 시간으로 공지되었으나 열리지 않습니다.
session-not-recorded = 녹화하지 않음
session-when-and-where = 시간과 장소
session-zone = { $zone } ({ $offset })
session-to-calendar = 캘린더에 추가
session-abstract = 초록
session-about = 세션 소개
session-resources = 자료
session-also = 같은 시간의 다른 세션
session-in-room = 이 회의실에서
session-before = 이전, { $time }
session-after = 다음, { $time }
role-moderator = 사회
role-panellist = 토론자
role-host = 진행
resource-link = 링크
resource-file = 발표 자료
resource-video = 녹화 영상
resource-stream = 실시간 중계
resource-feedback = 의견 보내기

## 연사
speakers-count = { $count }명
speakers-search = 이름, 소속, 국가
speakers-letters = 첫 글자
speakers-none = 일치하는 연사가 없습니다
speakers-all = 모두 보기
speaker-links = 링크
speaker-calendar = 모든 세션을 캘린더에 추가

## 회의실, 지금과 다음
room-seats = { $count }석
room-minutes = { $count }분
room-for-the-door = 문 앞 화면용
now-title = 지금과 다음
now-now = 지금
now-next = 다음
now-nothing = 더 이상 없음
now-progress = 세션 진행 정도
now-wall = 벽면 화면용
now-starts = 콘퍼런스는 { $when }에 시작합니다.
now-over = 콘퍼런스가 끝났습니다
now-over-text = 함께해 주셔서 고맙습니다. 시간표는 계속 볼 수 있습니다.

## 내 일정
agenda-add = 내 일정에 추가
agenda-remove = 내 일정에서 빼기
agenda-in = 내 일정에 있음
agenda-added = 내 일정에 추가했습니다
agenda-removed = 내 일정에서 뺐습니다
agenda-undo = 되돌리기
agenda-failed = 처리하지 못했습니다. 다시 시도해 주세요.
agenda-copied = 복사했습니다
agenda-cleared = 내 일정을 비웠습니다
agenda-count = 세션 { $count }개, 계정 없이 이 브라우저에 보관됩니다
agenda-empty = 아직 고른 세션이 없습니다
agenda-empty-text = 세션 옆의 별을 누르면 여기에 모입니다. 계정은 필요 없으며, 일정은 이 브라우저에 남습니다.
agenda-clash = { $count ->
    [2] 두 세션이 { $minutes }분 겹칩니다.
   *[other] 세션 { $count }개가 겹칩니다.
}
agenda-clash-text = 그대로 두고 당일에 정하거나 별을 빼세요.
agenda-take = 가져가기
agenda-calendar = 캘린더에서 보기
agenda-calendar-text = 이 주소를 구독하면 변경 사항이 캘린더에 반영됩니다. 주소를 아는 사람은 내 일정을 볼 수 있습니다.
agenda-address = 캘린더 주소
agenda-copy = 복사
agenda-subscribe = 구독
agenda-clear = 내 일정 비우기

## 공개본
releases-title = 시간표 변경 내역
releases-text = 각 버전은 공개된 그대로 남습니다.
releases-number = 버전 { $number }
releases-first = 첫 시간표: 세션 { $count }개.
releases-nothing = 추가, 이동, 취소된 세션이 없습니다.
releases-more = 그 밖에 { $count }개
change-new = 신규
change-moved = 이동
change-cancelled = 취소
change-from = 이전

## 단축키
keys-title = 키보드
keys-search = 검색
keys-walk = 회의실과 시간에 따라 세션 사이를 이동
keys-star = 세션에 별을 달거나 빼기
keys-list = 이 목록
keys-close = 닫기

## 공개본 안내 메일
mail-release-subject = { $conference }: 시간표의 내 세션
mail-release-hello = { $name } 님께,
mail-release-text = { $conference } 시간표의 새 버전이 공개되었습니다. 다음 내용을 확인해 주세요.
mail-release-end = 시간은 행사장 현지 시간입니다. 맞지 않는 점이 있으면 이 메일에 답장해 주세요.
    { $conference } 주최 측 드림

### Words of the organiser's pages for sessions, speakers and the timetable.

## Sessions and speakers
desk-edit = 편집
desk-yes = 예
desk-no = 아니요
desk-undo = 되돌리기
desk-undo-last = 마지막 이동 되돌리기
desk-list = 목록
desk-search = 검색
desk-choose = 선택
desk-pages = 페이지
desk-page-before = 이전
desk-page-after = 다음
desk-nothing-found = 일치하는 항목이 없습니다
desk-list-range = { $count }개 중 { $first }–{ $last }
desk-export = 내보내기
desk-export-table = 목록에 있는 것
desk-as-the-public = 공개 화면으로 보기
desk-timetable = 시간표
desk-timetable-of = { $day } 시간표
desk-days = 날짜
desk-minutes = { $count }분
desk-sessions-count = { $count ->
   *[other] 세션 { $count }개
}
desk-sessions-none = 아직 세션이 없습니다
desk-sessions-none-text = 여기서 첫 세션을 만들거나, 가지고 있는 프로그램을 가져오세요.
desk-session-new = 새 세션
desk-session-make = 세션 만들기
desk-session-remove = 세션 삭제
desk-session-remove-text = 초안에서 사라집니다. 이미 공지되었다면 다음 공개 때 취소로 표시됩니다. 되돌릴 수 있습니다.
desk-with-conflicts = 충돌 있음
desk-choose-page = 이 페이지 모두
desk-choose-all = 찾은 { $count }개 모두
desk-bulk = 선택한 것에 대해
desk-bulk-choose = 할 일을 고르세요
desk-bulk-else = 배치와 삭제
desk-bulk-add-tags = 키워드 추가
desk-bulk-remove-tags = 키워드 빼기
desk-bulk-unplace = 시간표에서 빼기
desk-bulk-delete = 삭제
desk-bulk-do = 실행
desk-remove = 삭제
desk-speakers-none = 아직 연사가 없습니다
desk-speakers-none-text = 연사는 가져오기로 들어오거나 여기서 만들 수 있습니다.
desk-speakers-speaking = 채택된 세션에 참여
desk-speakers-nowhere = 참여 세션 없음
desk-speakers-no-email = 메일 주소 없음
desk-speaker-new = 새 연사
desk-speaker-make = 연사 만들기
desk-speaker-nowhere = 참여하는 세션이 없습니다.
desk-speaker-remove = 연사 삭제
desk-speaker-remove-text = 다음 공개 때 연사 페이지가 사라집니다. 되돌릴 수 있습니다.
desk-speaker-take-off = { $count ->
   *[other] 세션 { $count }개에서도 빼기
}
desk-absences-count = { $count ->
   *[other] 불참 { $count }건
}
desk-field-audience = 예상 인원
desk-field-absences = 참석 불가
session-state-draft = 초안
session-state-proposed = 제안됨
session-state-accepted = 채택됨
session-state-confirmed = 확정됨
session-state-rejected = 거절됨
session-state-withdrawn = 철회됨
session-state-cancelled = 취소됨
role-speaker = 연사

## History
desk-history = 변경 기록
desk-history-text = 직접 바꾸거나 가져오기로 바뀐 내용을 최신순으로 보여 줍니다.
desk-history-none = 아직 바뀐 것이 없습니다
desk-history-none-text = 세션, 연사, 설정의 모든 변경이 여기에 나타나며 되돌릴 수 있습니다.
desk-edit-create = 만듦
desk-edit-change = 바꿈
desk-edit-delete = 삭제함
desk-edit-import = 가져오기로 바뀜
desk-edit-sheet = 시트로 바뀜
desk-edit-copy = 다른 콘퍼런스에서 복사함
desk-edit-undo = 되돌림
desk-field-hours = 운영 시간
desk-field-walks = 구역 사이 이동 시간
desk-logo-own = 올린 그림
desk-who-somebody = 누군가
desk-done-made = 만들었습니다.
desk-done-saved = 초안에 저장했습니다. 다음 공개 후 방문자에게 보입니다.
desk-done-saved-settings = 저장했습니다.
desk-done-same = 달라진 것이 없습니다.
desk-done-removed = 삭제했습니다.
desk-done-placed = 배치했습니다.
desk-done-stale = 그사이 다른 사람이 바꾸었습니다. 아무것도 하지 않았으니 다시 확인하세요.
desk-done-takes-part = { $count ->
   *[other] 삭제하지 않았습니다. 이 연사는 세션 { $count }개에 참여합니다. 세션에서도 빼거나 먼저 세션을 바꾸세요.
}
desk-done-bulk = { $count ->
    [0] 달라진 것이 없습니다.
   *[other] 세션 { $count }개를 바꾸었습니다.
}
desk-speakers-remove = 고른 연사 삭제
desk-done-nobody-chosen = 먼저 연사를 고르세요.
desk-done-speakers-removed = { $count ->
    [0] 삭제한 연사가 없습니다.
   *[other] 연사 { $count }명을 삭제했습니다.
}
desk-done-speakers-removed-partly = { $count ->
   *[other] 연사 { $count }명을 삭제했습니다.
} { $kept ->
   *[other] { $kept }명은 세션에 참여하므로 그대로 둡니다.
}
desk-done-speakers-kept = { $kept ->
   *[other] 삭제하지 않았습니다. 고른 { $kept }명이 모두 세션에 참여합니다.
}
desk-done-nothing-chosen = 세션과 할 일을 고르세요.
desk-done-undone = { $count ->
   *[other] 되돌렸습니다. { $count }개가 이전 상태입니다.
}
desk-done-undone-partly = { $count ->
   *[other] { $count }개를 되돌렸습니다. 나머지는 이후에 바뀌어 그대로 둡니다.
}
desk-done-undo-refused = 되돌리지 않았습니다. 이후에 바뀌었거나, 지금 쓰이고 있거나, 참조하는 것이 사라졌습니다.
form-none = 없음
form-not-placed = 미배치
form-place = 시간과 장소
form-place-day = 날짜
form-place-time = 시작
form-place-length = 길이
form-length-hint = 비워 두면 이전과 같습니다.
form-audience = 예상 인원
form-audience-hint = 회의실 좌석 수와 비교합니다.
form-parts-hint = 이름을 목록에서 고르세요. 표시 순서대로입니다. 빈 줄은 무시합니다.
form-part = { $count }번째 사람
form-part-role = { $count }번째 사람의 역할
form-markdown = 마크다운
form-links-hint = 한 줄에 하나씩: 주소, 그다음 이름.
form-name-hint = 연사가 쓰는 대로, 본래 문자로.
form-email-hint = 운영팀만 봅니다. 공개되지 않습니다.
form-absences-hint = 한 줄에 하나씩, 현지 시각으로: 2026-12-01 09:00 – 12:00
form-absences-wrong = 줄마다 두 시각이 필요합니다: 2026-12-01 09:00 – 2026-12-01 12:00
form-speaker-unknown = “{ $name }” 연사를 하나로 찾을 수 없습니다. 목록에서 고르거나 먼저 연사를 만드세요.
form-speaker-twice = “{ $name }”이(가) 두 번 있습니다.
form-too-many = 최대 { $count }개입니다.
form-twice = 같은 것이 두 번 있습니다.
form-wrong = 쓸 수 없는 값입니다.
form-length = 길이가 올바르지 않습니다. 하루를 넘지 않고 끝이 시작보다 뒤여야 합니다.
form-theirs = 그사이:
form-take-theirs = 이것으로 하기
form-stale = 열어 둔 사이 { $who }이(가) 바꾸었습니다. 아무것도 저장되지 않았습니다.
form-stale-both = { $count ->
   *[other] 두 사람 모두 바꾼 항목이 { $count }개 있습니다. 입력한 내용과 지금 내용이 함께 보입니다.
}
form-stale-theirs = 상대의 변경을 받아들인 항목:
form-stale-save = 확인한 뒤 다시 저장하세요.

## The timetable editor
desk-tray = 배치 대기
desk-tray-search = 대기 목록 검색
desk-tray-none = 대기 중인 세션이 없습니다.
desk-no-room = 장소 없음
desk-seats = { $count }석
desk-conflicts-of-day = 이 날의 충돌
desk-place = 세션 배치
desk-place-text = 끌지 않고도 똑같이 할 수 있습니다.
desk-place-do = 배치하기
desk-unplace-do = 시간표에서 빼기
desk-key-space = 스페이스
desk-board-move = 이동: { $title }
desk-board-keys = 마우스 없이
desk-board-key-pick = 세션 손잡이에서: 들기, 놓기
desk-board-key-time = 5분 앞으로, 뒤로
desk-board-key-room = 다른 방으로
desk-board-key-length = 짧게, 길게
desk-board-key-unplace = 대기 목록으로
desk-board-key-cancel = 원래 자리에 두기
desk-board-picked = { "{" }title{ "}" } 들었습니다, { "{" }place{ "}" }. 화살표로 옮기고 엔터로 놓고 Esc로 취소합니다.
desk-board-at = { "{" }time{ "}" }, { "{" }room{ "}" }.
desk-board-dropped = { "{" }title{ "}" }: { "{" }place{ "}" }.
desk-board-cancelled = 원래 자리에 두었습니다.
desk-board-unplaced = { "{" }title{ "}" } 대기 목록으로 옮겼습니다.
desk-board-free = 충돌이 없습니다.
desk-board-failed = 서버에 닿지 못했습니다. 바뀐 것이 없으니 다시 해 보세요.
desk-board-undone = 되돌렸습니다.
desk-board-undo-refused = 이후에 바뀌어 되돌리지 않았습니다.
desk-board-others = 다른 사람이 시간표를 바꾸었습니다. 지금 상태를 보여 드립니다.
desk-board-stale = { $who }이(가) 먼저 바꾸었습니다. “{ $title }”: { $place }. 이동하지 않았습니다.
desk-board-minutes = { "{" }n{ "}" }분
desk-board-room-taken = { "{" }room{ "}" }에 이미 있습니다: { "{" }title{ "}" }.
desk-board-speaker-twice = { "{" }name{ "}" } 님은 다른 곳에서 발표합니다: { "{" }title{ "}" }.
desk-board-speaker-absent = { "{" }name{ "}" } 님은 그때 올 수 없습니다.
desk-board-room-too-small = { "{" }room{ "}" }: 좌석보다 { "{" }n{ "}" }명 많습니다.
desk-board-walk = { "{" }name{ "}" } 님이 이동하려면 { "{" }n{ "}" }분 더 필요합니다: { "{" }title{ "}" }.
desk-board-outside-hours = 콘퍼런스 운영 시간 밖입니다.
desk-act-programme-session-create = 세션 만듦
desk-act-programme-session-change = 세션 바꿈
desk-act-programme-session-delete = 세션 삭제
desk-act-programme-session-import = 가져오기로 세션 바뀜
desk-act-programme-session-sheet = 시트로 세션 바뀜
desk-act-programme-session-undo = 세션 변경 되돌림
desk-act-programme-speaker-create = 연사 만듦
desk-act-programme-speaker-change = 연사 바꿈
desk-act-programme-speaker-delete = 연사 삭제
desk-act-programme-speaker-import = 가져오기로 연사 바뀜
desk-act-programme-speaker-sheet = 시트로 연사 바뀜
desk-act-programme-speaker-undo = 연사 변경 되돌림

### 계정 관련 문구: 가입과 로그인, 개인이 이곳에 보관하는 정보.

## 가입과 로그인
account-sign-in = 로그인
account-sign-in-text = 이메일 주소를 입력하세요. 로그인 링크를 보내 드립니다. 계정이 없으면 그 링크로 만들 수 있습니다.
account-email = 이메일 주소
account-send-link = 링크 받기
account-with-password = 비밀번호로 로그인
account-password = 비밀번호
account-wrong-address = 이메일 주소가 아닙니다. 다시 확인해 주세요.
account-wrong-password = 주소와 비밀번호가 맞지 않습니다. 링크를 받아 로그인할 수도 있습니다.
account-sent = 메일을 확인하세요
account-sent-text = { $email } 주소로 메일을 보냈습니다. 링크는 30분 동안 한 번만 쓸 수 있습니다.
account-sent-hint = 메일이 없나요? 잠시 걸릴 수 있습니다. 스팸함도 확인해 주세요.
account-again = 다른 주소 사용
account-new = 계정 만들기
account-new-text = { $email } 주소로는 아직 계정이 없습니다. 어떻게 불러 드릴까요?
account-link-text = { $name }({ $email }) 계정으로 로그인할까요?
account-make = 계정 만들기
account-link-dead = 이 링크는 더 이상 쓸 수 없습니다
account-link-dead-text = 이미 사용했거나 30분이 지났습니다. 새 링크를 받아 주세요.
problem-way-sign-in = 로그인

## 계정
account-title = 내 계정
account-desk = 운영 데스크로
account-profile = 프로필
account-name = 이름
account-wrong-name = 글자가 하나 이상 있는 이름을 적어 주세요.
account-language-hint = 이 언어로 메일을 보내 드립니다.
account-save = 저장
account-password-there = 비밀번호나 메일 링크로 로그인할 수 있습니다.
account-password-none = 지금은 메일 링크로 로그인합니다. 비밀번호를 정하면 더 빠르지만, 꼭 필요하지는 않습니다.
account-password-current = 현재 비밀번호
account-password-new = 새 비밀번호
account-password-hint = 10자 이상. 기호가 섞인 한 단어보다 여러 낱말을 이어 쓰는 편이 좋습니다.
account-password-set = 비밀번호 설정
account-password-remove = 비밀번호 없이 사용
account-password-short = 비밀번호가 너무 짧습니다. 10자 이상이어야 합니다.
account-password-long = 비밀번호가 너무 깁니다. 200자까지 쓸 수 있습니다.
account-password-easy = 짐작하기 쉬운 비밀번호입니다.
account-wrong-current = 현재 비밀번호가 맞지 않습니다. 바뀐 것은 없습니다.
account-devices = 로그인한 기기
account-device = 기기
account-seen = 마지막 사용
account-this-device = 이 기기
account-sign-out = 로그아웃
account-sign-out-everywhere = 모든 기기에서 로그아웃
account-data = 내 데이터
account-data-take = 모두 내려받기 (JSON)
account-erase = 계정 삭제
account-erase-text = 계정과 기기, 링크를 바로 지웁니다. 되돌릴 수 없습니다.
account-erase-email = 확인을 위해 이메일 주소를 입력하세요
account-wrong-erase = 이 계정의 주소가 아닙니다. 삭제하지 않았습니다.
account-last-administrator = 이 서버의 마지막 관리자입니다. 먼저 다른 관리자를 만드세요: madang admin create
account-done-profile = 프로필을 저장했습니다.
account-done-password = 비밀번호를 설정했습니다. 다른 기기에서는 모두 로그아웃되었습니다.
account-done-no-password = 비밀번호를 없앴습니다. 다른 기기에서는 모두 로그아웃되었습니다.
account-done-session = 그 기기에서 로그아웃했습니다.

## 링크 메일
mail-link-subject = 로그인 링크
mail-link-text =
    안녕하세요.

    아래 링크로 로그인하세요. 30분 안에 한 번만 쓸 수 있습니다.

    { $link }

    요청하지 않으셨다면 누군가 { $server } 에서 주소를 잘못 적은 것입니다. 이 메일은 무시하셔도 됩니다. 달라진 것은 없습니다.

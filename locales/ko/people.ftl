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

## 두 번째 단계
account-second = 한 단계 더
account-second-text = 이 계정은 본인인지 한 번 더 확인합니다.
account-second-over = 로그인이 중단되었습니다
account-second-over-text = 10분이 지났거나 코드를 여러 번 잘못 입력했습니다. 처음부터 다시 로그인해 주세요.
account-second-lost = 둘 다 없나요?
account-second-lost-text = 이 서버의 관리자에게 문의하세요. 본인임이 확인되면 두 번째 단계를 꺼 드릴 수 있습니다.
account-code = 앱의 코드
account-code-hint = 숫자 6자리. 약 1분 동안 한 번만 쓸 수 있습니다.
account-with-recovery = 복구 코드 사용
account-recovery-code = 복구 코드
account-recovery-hint = 처음 설정할 때 보여 드린 열 개 중 하나입니다. 한 번만 쓸 수 있습니다.
account-wrong-code = 코드가 맞지 않습니다. 오래되었거나 이미 쓴 코드일 수 있으니 다음 코드를 기다려 주세요.
account-wrong-recovery = 이 계정의 복구 코드가 아니거나 이미 쓴 코드입니다.
account-prove = 본인 확인
account-prove-text = 로그인 방법을 바꾸려고 합니다. 로그인한 지 시간이 지났으니 한 번 더 확인해 주세요.
account-prove-link = { $email } 주소로 링크를 보내 드립니다. 링크를 열면 이곳으로 돌아옵니다.
account-go-on = 계속
account-back = 돌아가기
account-second-off = 두 번째 단계 끄기
account-second-off-text = 끄면 메일을 읽거나 비밀번호를 아는 사람이 계정에 들어올 수 있습니다. 마지막으로 한 번 확인해 주세요.
account-app = 코드 생성 앱
account-app-scan = Aegis, 2FAS, Google OTP 같은 앱이나 비밀번호 관리자로 이 그림을 스캔하세요.
account-app-qr = 앱에 넣을 QR 코드. 같은 비밀 값이 아래에 글자로도 있습니다
account-app-here = 앱이 이 기기에 있습니다
account-app-type = 스캔할 수 없어요
account-app-type-hint = 이 글자를 앱에 입력하세요. 시간 기준, 6자리, 30초입니다.
account-app-confirm = 지금 앱에 보이는 코드
account-app-on = 이제부터 코드 확인하기
account-codes = 복구 코드
account-codes-new = 이제부터 로그인할 때 코드를 확인합니다. 다른 기기에서는 모두 로그아웃되었습니다.
account-codes-text = 앱을 잃어버리면 이 코드 중 하나로 로그인할 수 있습니다. 코드마다 한 번만 쓸 수 있고 다시 보여 드릴 수 없으니 인쇄하거나 비밀번호를 두는 곳에 보관하세요.
account-codes-print = 인쇄
account-codes-kept = 보관했습니다

## 계정
account-title = 내 계정
account-desk = 운영 데스크로
account-talks = 내 발표
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
account-objection-way = 먼저 바꾸러 가기
account-last-administrator = 이 서버의 마지막 관리자입니다. 먼저 다른 관리자를 만드세요: madang admin create
account-done-profile = 프로필을 저장했습니다.
account-done-password = 비밀번호를 설정했습니다. 다른 기기에서는 모두 로그아웃되었습니다.
account-done-no-password = 비밀번호를 없앴습니다. 다른 기기에서는 모두 로그아웃되었습니다.
account-done-session = 그 기기에서 로그아웃했습니다.

account-devices-short = 기기
account-with-password-way = 비밀번호
account-or = 또는
account-remove = 제거
account-passkeys = 패스키
account-passkeys-text = 지문, 얼굴 또는 기기의 PIN으로 로그인합니다. 입력할 것이 없고, 가짜 페이지에 빼앗길 것도 없습니다.
account-passkeys-unnamed = 이 서버에는 이름이 없고 숫자 주소만 있습니다. 패스키를 쓰려면 이름이 필요합니다.
account-passkey-name = 패스키 이름
account-passkey-add = 패스키 추가
account-passkey-used = 마지막 사용: { $when }
account-passkey-made = { $when }에 추가, 아직 사용하지 않음
account-passkey-remove-this = { $name } 제거
account-passkey-show = 패스키 사용
account-passkey-enter = 패스키로 로그인
account-passkey-script = 패스키를 쓰려면 JavaScript가 필요합니다.
account-passkey-failed = 잘 되지 않았습니다. 바뀐 것은 없으니 다시 시도해 보세요.
account-passkey-wrong = 모르는 패스키이거나 시간이 지났습니다. 다른 방법으로 로그인해 주세요.
account-passkey-none = 확인할 패스키가 없습니다
account-passkey-none-text = 아직 없거나 너무 많습니다.
account-second-on-passkeys = 링크나 비밀번호 다음에 패스키 확인하기
account-done-passkey = 패스키를 추가했습니다.
account-done-passkey-removed = 패스키를 제거했습니다.
account-provider-enter = { $provider }(으)로 로그인
account-provider-way = { $provider }
account-provider-text = 본인임을 이곳에서 확인해 줍니다.
account-provider-failed = 로그인 제공자가 제대로 응답하지 않습니다
account-provider-failed-text = 잠시 문제가 있을 수 있습니다. 메일 링크로 로그인해 주세요.
account-provider-lost = 로그인이 중단되었습니다
account-provider-lost-text = 10분이 지났거나 이미 사용했거나 다른 브라우저에서 시작했습니다. 처음부터 다시 해 주세요.
account-provider-unverified = 로그인 제공자가 이메일 주소를 보증하지 않습니다
account-provider-unverified-text = 제공자가 확인한 주소만 받습니다. 그곳에서 주소를 확인하거나 메일 링크로 로그인해 주세요.
account-done-unlinked = 이제 그 제공자로 로그인할 수 없습니다.
account-sections = 이 페이지의 항목
account-safety = 로그인 방법
account-mail-way = 메일 링크
account-mail-way-text = { $email } 주소로 보내 드립니다.
account-email-change = 주소 바꾸기
account-email-change-text = 지금 주소는 { $email } 입니다. 두 주소 모두에 메일을 보내며, 24시간 안에 두 곳에서 모두 확인해야 바뀝니다.
account-email-new = 새 이메일 주소
account-email-ask = 두 주소에 메일 보내기
account-email-wrong = 다른 이메일 주소가 아닙니다. 다시 확인해 주세요.
account-email-from = 지금
account-email-to = 새 주소
account-email-old-text = 이 계정에 로그인한 사람이 요청했습니다. 본인이 아니라면 중단하고 로그인 방법을 바꾸세요.
account-email-new-text = 지금 주소에서도 확인하면 계정의 주소가 바뀝니다.
account-email-yes = 네, 바꿉니다
account-email-no = 중단하기
account-email-pending = { $email } 주소로 바꾸는 중입니다.
account-email-waits-old = 새 주소는 확인했습니다. 지금 주소의 메일을 확인하세요.
account-email-waits-new = 지금 주소는 확인했습니다. 새 주소의 메일을 확인하세요.
account-email-waits-both = 두 주소의 메일을 모두 확인하세요.
account-email-stop = 지금 주소 유지
account-email-waits = 한쪽 주소를 확인했습니다
account-email-waits-text = 다른 주소에도 메일을 보냈습니다. 그곳에서도 확인하면 주소가 바뀝니다.
account-email-done = 계정의 주소가 바뀌었습니다
account-email-done-text = 이제 새 주소로 로그인합니다. 두 주소 모두에 알려 드립니다.
account-email-stopped = 중단했습니다
account-email-stopped-text = 계정의 주소는 그대로입니다. 본인이 요청하지 않았다면 로그인해서 다른 기기를 모두 로그아웃하고 로그인 방법을 바꾸세요.
account-email-over = 이 링크는 더 이상 쓸 수 없습니다
account-email-over-text = 이미 사용했거나 중단되었거나 24시간이 지났습니다. 다른 사람이 이 주소를 쓰고 있을 수도 있습니다.
account-done-email-asked = 두 주소에 메일을 보냈습니다.
account-done-email-stopped = 주소를 그대로 둡니다.
account-password-change = 바꾸기
account-password-begin = 비밀번호 정하기
account-on = 켜짐
account-off = 꺼짐
account-second-way = 두 번째 단계
account-second-way-on = 링크나 비밀번호 다음에 한 번 더 확인합니다.
account-second-way-off = 메일을 읽을 수 있는 사람은 누구나 로그인할 수 있습니다. 두 번째 단계가 막아 줍니다.
account-second-begin = 설정하기
account-app-there = 앱이 만드는 코드를 확인합니다.
account-app-none = 휴대전화가 네트워크 없이도 만드는 숫자 6자리입니다.
account-codes-left = { $count ->
    [0] 남은 코드가 없습니다.
   *[other] { $count }개 남았습니다.
}
account-codes-renew = 새로 만들기
account-done-second-off = 두 번째 단계를 껐습니다.

## 링크 메일
mail-link-subject = 로그인 링크
mail-link-text =
    안녕하세요.

    아래 링크로 로그인하세요. 30분 안에 한 번만 쓸 수 있습니다.

    { $link }

    요청하지 않으셨다면 누군가 { $server } 에서 주소를 잘못 적은 것입니다. 이 메일은 무시하셔도 됩니다. 달라진 것은 없습니다.

## 계정에 일어난 일을 알리는 메일
mail-notice-text =
    안녕하세요.

    { $what }

    언제: { $when }
    어디서: { $server }

    본인이 하셨다면 할 일이 없습니다. 아니라면 로그인해서 다른 기기를 모두 로그아웃하고 로그인 방법을 바꾸세요.

    { $account }
mail-notice-password = 계정의 비밀번호가 설정되었습니다
mail-notice-no-password = 이제 계정에 비밀번호가 없습니다
mail-notice-app-on = 이제 로그인할 때 코드를 확인합니다
mail-notice-second-step-off = 계정의 두 번째 단계가 꺼졌습니다
mail-notice-second-step-failed = 누군가 내 계정에 로그인을 시작했지만 두 번째 단계를 통과하지 못했습니다
mail-notice-recovery-used = 계정의 복구 코드가 사용되었습니다
mail-notice-recovery-new = 계정의 복구 코드를 새로 만들었습니다
mail-notice-email = 계정의 이메일 주소가 바뀌었습니다
mail-email-old = 계정의 이메일 주소를 바꾸려고 합니다
mail-email-old-text =
    안녕하세요.

    { $server } 의 내 계정에 로그인한 사람이 이메일 주소를 바꾸려고 합니다. 24시간 안에 여기에서 확인해야만 바뀝니다. 중단할 수도 있습니다.

    { $link }

    본인이 아니라면 중단하고, 다른 기기를 모두 로그아웃한 뒤 로그인 방법을 바꾸세요.
mail-email-new = 새 이메일 주소를 확인해 주세요
mail-email-new-text =
    안녕하세요.

    누군가 { $server } 의 계정에 이 주소를 쓰려고 합니다. 본인이라면 24시간 안에 여기에서 확인해 주세요.

    { $link }

    본인이 아니라면 이 메일은 무시하셔도 됩니다. 달라진 것은 없습니다.
mail-email-taken = 이 주소에는 이미 계정이 있습니다
mail-email-taken-text =
    안녕하세요.

    누군가 { $server } 의 계정에 이 주소를 쓰려고 합니다. 이미 이 주소의 계정이 있으므로 아무것도 바뀌지 않습니다. 본인이라면 그 계정을 먼저 지우거나 다른 주소를 쓰세요.
mail-notice-passkey-added = 계정에 패스키가 추가되었습니다
mail-notice-passkey-removed = 계정의 패스키가 제거되었습니다
mail-notice-second-step-on = 이제 로그인할 때 두 번째 단계를 확인합니다
mail-notice-provider-linked = 이제 다른 제공자를 통해 계정에 로그인할 수 있습니다
mail-notice-provider-unlinked = 제공자를 통한 로그인을 해제했습니다

### 배포 소프트웨어 보고서에 나오는 말.

vetting-title = 배포 소프트웨어 보고서
vetting-objects = 안에 든 객체:

## 판정
vetting-clear = 따로 결정할 것이 없습니다
vetting-clear-means = 바로 이 바이트를 열어 보았고, 여기 적힌 일만 합니다. 안전하다는 약속은 아닙니다. 나중에 무엇을 내려받는지는 알 수 없으며, 한 바이트라도 바뀌면 효력이 없습니다.
vetting-review = 사람이 살펴보아야 합니다
vetting-review-means = 담당자가 아래 항목마다 이유를 밝혀 결정합니다. 그때까지는 나눠 주지 않습니다.
vetting-not-vettable = 검사할 수 없었습니다
vetting-not-vettable-means = 일부를 열지 못했습니다. 열지 못한 것은 결코 깨끗하다고 하지 않습니다. 열 수 있는 형태로 내 주세요.
vetting-block = 나눠 주면 안 됩니다
vetting-block-means = 정직한 소프트웨어에서는 거의 함께 나타나지 않는 사실이 겹쳐 있습니다. 뒤집으려면 두 사람이 필요하고, 그 이유는 공개됩니다.

## 부분
vetting-installer = 설치 프로그램이 하는 일, 순서대로
vetting-who = 서명한 쪽과 등록한 쪽
vetting-registered = 등록
vetting-signed = 서명
vetting-nobody-said = 밝히지 않음
vetting-signed-nobody = 서명 없음
vetting-unsigned = 서명 없는 프로그램:
vetting-same = 신고와 같음
vetting-not-declared = 신고되지 않음
vetting-declared = 신고됨
vetting-hosts = 코드에 나오는 호스트
vetting-hosts-none = 보이는 것이 없습니다.
vetting-hosts-text = 글에만 나오는 호스트:
vetting-findings = 발견한 것
vetting-findings-none = 결정이 필요한 것은 없습니다.
vetting-severity-block = 막음
vetting-severity-review = 살펴볼 것
vetting-severity-info = 알림
vetting-denied = 안 한다고 했는데 합니다. 신고 내용과 다릅니다.
vetting-why = 왜 중요한가
vetting-fix = 어떻게 하나
vetting-difference = 달라진 점, 이전 판:
vetting-difference-none = 여기서 중요한 변화는 없습니다.
vetting-not-seen = 볼 수 없었던 것
vetting-never = 바이트만 보아서는 설치한 뒤 무엇을 내려받는지, 만든 쪽이 서버에서 무엇을 바꾸는지 알 수 없습니다. 웹 애플리케이션은 전혀 검사하지 않습니다.
vetting-no-sandbox = 이 파일을 읽는 동안 판독기가 완전히 격리되지 않았습니다. 그만큼 덜 믿어야 합니다.
vetting-appeal = 잘못되었다고 생각하시면
vetting-appeal-how = 항목마다 고치거나 미리 신고해 주세요. 가장 확실한 길은 재현 가능한 빌드입니다. 서로 무관한 두 사람이 공개된 소스로 똑같은 바이트를 만들어 내면 살펴볼 것이 사라집니다. 아래 SHA-256과 함께 행사 측에 알려 주세요.
vetting-basis = 근거
vetting-tree = 객체 트리
vetting-engine = 엔진
vetting-rules = 규칙
vetting-sandbox = 격리
vetting-opinion-clean = 알려진 문제 없음
vetting-opinion-none = 의견 없음:

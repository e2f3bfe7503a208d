import HASP
import HardwareKeys
@testable import KeyboundCommands
import LicenseBinding
import SystemInspection
import TestPublisher
import Testing

/// Who tells the IDs of HASP and Sentinel keys.
struct RuntimeCheckTests {
    private func findings(
        _ state: KeyState = .ready, _ problem: SentinelProblem? = nil,
        _ change: (inout RuntimeFacts) -> Void = { _ in }
    ) -> [Finding] {
        let key = PluggedKey.sample(state, id: state == .ready ? .hasp(7) : nil).with {
            $0.isSentinel = true
            $0.sentinelProblem = problem
            $0.reason = state == .ready ? nil : "why"
        }
        return RuntimeCheck.findings(.sample([key]) { change(&$0.runtime) })
    }

    @Test func `without a HASP key and a license for one, nobody has to tell anything`() {
        let facts = SystemFacts.sample {
            $0.runtime.listeners = [TCPListener(port: 1947, user: 1000, name: "anna")]
        }
        #expect(RuntimeCheck.findings(facts).levels == [.ok])
    }

    @Test func `a license for a HASP key is reason enough to look who listens`() {
        let facts = SystemFacts.sample([]) {
            $0.install(.sample([.hasp(7)]))
            $0.runtime.listeners = [TCPListener(port: 1947, user: 1000, name: "anna")]
        }
        #expect(RuntimeCheck.findings(facts).levels == [.advice])
    }

    @Test func `a run-time that tells of all keys is well`() {
        let findings = findings()
        #expect(findings.levels == [.ok])
        #expect(findings[0].found.hasSuffix("are told: 1"))
    }

    @Test func `a key without an ID of its own is nobody's fault`() {
        #expect(findings(.anonymous).levels == [.ok])
    }

    @Test(arguments: [KeyState.needsRuntime, .busy, .noAccess, .duplicateID])
    func `a key that does not work is to be mended`(state: KeyState) {
        let findings = findings(state)
        #expect(findings.levels == [.mend])
        #expect(findings[0].why == "why")
        #expect(!findings.commands.isEmpty)
    }

    @Test(arguments: [
        (
            SentinelProblem.runtime(.unreachable(errno: 111), at: .runtime),
            "sudo systemctl restart aksusbd"
        ),
        (.runtime(.unauthorized, at: .runtime), "sudoedit /etc/keybound/sentinel.json"),
        (.runtime(.password(.notPrivate(path: "/p w")), at: .runtime), "sudo chmod 600 '/p w'"),
        (
            .runtime(.malformed, at: .runtime),
            "sudo ss --listening --tcp --processes 'sport = :1947'"
        ),
        (.library(.vendorCode(.notPrivate(path: "/code"))), "sudo chmod 600 /code"),
        (.library(.vendorCode(.empty(path: "/code"))), "sudo keybound doctor"),
        (.library(.changeableByOthers(path: "/lib.so")), "namei --long /lib.so"),
        (.library(.failed(HASPFailure(.getInfo, 22))), "sudoedit /etc/keybound/sentinel.json"),
        (.check(.failed(HASPFailure(.encrypt, 39))), "sudo systemctl restart aksusbd"),
        (.untold(told: 0, plugged: 1), "sudo systemctl restart aksusbd"),
        (.crowded(told: 2, plugged: 1), "keybound keys watch"),
    ])
    func `what is wrong has its command`(problem: SentinelProblem, command: String) {
        let findings = findings(.needsRuntime, problem)
        #expect(findings.levels == [.mend])
        #expect(findings.commands.contains(command))
    }

    @Test func `a process of another user in the run-time's place is told`() {
        let findings = findings(.ready) {
            $0.listeners = [
                TCPListener(port: 1947, user: 0, name: "root"),
                TCPListener(port: 1947, user: 1000, name: "an\u{1b}na"),
                TCPListener(port: 1947, user: 1001, name: nil),
            ]
        }
        #expect(findings.levels == [.advice, .advice])
        #expect(findings[0].found.contains("the user an\u{fffd}na answers there"))
        #expect(findings[1].found.contains("the user number 1001"))
        #expect(findings[0].why.contains("keys that are not plugged in"))
    }

    @Test func `the account that the settings name is the run-time's`() {
        let findings = findings(.ready) {
            $0.account = "hasplm"
            $0.listeners = [TCPListener(port: 1947, user: 998, name: "hasplm")]
        }
        #expect(findings.levels == [.ok])
    }

    @Test func `settings that are wrong are to be mended, key or no key`() {
        let facts = SystemFacts.sample([]) { $0.runtime.settingsProblem = "no JSON" }
        #expect(RuntimeCheck.findings(facts).levels == [.mend])
    }
}

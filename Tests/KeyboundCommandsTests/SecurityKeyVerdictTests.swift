import CommandRuns
import Foundation
import LicenseBinding
import SimulatedBus
import SimulatedDevices
import SimulatedKeys
import TestPublisher
import TestRings
import Testing

/// FIDO2 keys in verdicts, and what commands tell of them.
@Suite(.simulatedBus, .timeLimit(.minutes(5))) struct SecurityKeyVerdictTests {
    @Test func `enroll, bind, verify: accepted, and nobody touches the key again`() async throws {
        let key = SimulatedKey()
        let story = try await SecurityKeyStory(SimulatedPorts(key))
        let id = try await story.bind(key)
        #expect(key.touches == 1)
        for _ in 1...3 {
            let result = await story.verify()
            #expect(result.code == 0)
            #expect(result.json?["licenses"]?[0]?["verdict"]?.text == "accepted")
        }
        #expect(key.touches == 1)
        let list = await story.site.keybound("keys", "list", "--json", ports: story.ports)
        #expect(list.json?["keys"]?[0]?["assurance"]?.text == "signed")
        #expect(list.json?["keys"]?[0]?["state"]?.text == "ready")
        let show = await story.site.keybound("license", "show", id, ports: story.ports)
        #expect(show.output.contains("at 1-1, ready"))
    }

    @Test func `a second key of the same model is the wrong key`() async throws {
        let key = SimulatedKey()
        let story = try await SecurityKeyStory(SimulatedPorts(key))
        _ = try await story.bind(key)
        let result = await story.verify(SimulatedPorts(SimulatedKey()))
        #expect(result.code == 3)
        #expect(result.codes == ["KEY_WRONG"])
    }

    @Test func `no key is no license`() async throws {
        let key = SimulatedKey()
        let story = try await SecurityKeyStory(SimulatedPorts(key))
        _ = try await story.bind(key)
        #expect(await story.verify(SimulatedPorts()).codes == ["KEY_ABSENT"])
    }

    @Test func `a copied key with an older counter is suspected`() async throws {
        let key = SimulatedKey()
        let story = try await SecurityKeyStory(SimulatedPorts(key))
        _ = try await story.bind(key)
        let copy = key.copy()
        for _ in 1...3 { #expect(await story.verify().code == 0) }
        #expect(await story.verify(SimulatedPorts(copy)).codes == ["KEY_CLONE_SUSPECTED"])
        #expect(await story.verify().code == 0)
    }

    @Test func `a copy beside its original is suspected`() async throws {
        let key = SimulatedKey()
        let story = try await SecurityKeyStory(SimulatedPorts(key))
        _ = try await story.bind(key)
        let both = SimulatedPorts(key, key.copy())
        #expect(await story.verify(both).codes == ["KEY_CLONE_SUSPECTED"])
    }

    @Test func `a key that repeats an old signature proves nothing`() async throws {
        let key = SimulatedKey()
        let story = try await SecurityKeyStory(SimulatedPorts(key))
        _ = try await story.bind(key)
        #expect(await story.verify().code == 0)
        key.set { $0.silence = .repeats }
        #expect(await story.verify().codes == ["KEY_PROOF_FAILED"])
    }

    @Test func `one stick with two enrollments is one key of a quorum`() async throws {
        let (key, other) = (SimulatedKey(), SimulatedKey())
        let story = try await SecurityKeyStory(SimulatedPorts(key, other))
        #expect(await story.enroll(key, as: "0.json").code == 0)
        // As on another computer, which knows nothing of the first one.
        try FileManager.default.removeItem(atPath: story.site.path("state/enrollments"))
        #expect(await story.enroll(key, as: "1.json").code == 0)
        #expect(await story.enroll(other, as: "2.json").code == 0)
        _ = try await story.install(
            "key:" + story.site.path("0.json"),
            ["--spare", story.site.path("1.json"), "--spare", story.site.path("2.json")]
                + ["--quorum", "2"])
        #expect(await story.verify(SimulatedPorts(key)).codes == ["KEY_ABSENT"])
        #expect(await story.verify().code == 0)
    }

    @Test func `a license that demands a proof is refused with a key that only has a number`()
        async throws
    {
        let publisher = TestPublisher()
        let key = SimulatedKey()
        let story = try await SecurityKeyStory(SimulatedPorts(key))
        try story.site.write(publisher.rootFile, to: "test.jwk")
        #expect(
            await story.site.keybound("publisher", "add", story.site.path("test.jwk")).code == 0)
        try await SimulatedBus.exclusively { bus in
            bus.plug(.licenseKey(serial: "30A1B2C3"))
            let numbered = KeyID.usb(vendor: 0x0a89, product: 0x0002, serial: "30A1B2C3")
            let binding = Binding.sample([numbered, .signing()], minimumAssurance: .signed)
            let file = try publisher.file(of: .sample(binding: binding))
            try story.site.write(String(decoding: file, as: UTF8.self), to: "both.lic")
            let result = await story.site.keybound(
                "license", "verify", story.site.path("both.lic"), "--json")
            #expect(result.code == 3)
            #expect(result.codes == ["ASSURANCE_TOO_LOW"])
        }
    }

    @Test func `a key without a counter is as good as others`() async throws {
        let key = SimulatedKey()
        key.set { $0.counter = .none }
        let story = try await SecurityKeyStory(SimulatedPorts(key))
        _ = try await story.bind(key)
        for _ in 1...2 { #expect(await story.verify().code == 0) }
    }

    @Test func `a key that is busy for ten seconds is waited for by a start`() async throws {
        let key = SimulatedKey()
        let story = try await SecurityKeyStory(SimulatedPorts(key))
        _ = try await story.bind(key)
        key.set { $0.busyUntil = .now + .seconds(10) }
        let result = await story.verify()
        #expect(result.code == 0)
        #expect(result.diagnostics.contains("Waiting for a key"))
    }

    @Test func `a key that stays busy is said to be`() async throws {
        let key = SimulatedKey()
        let story = try await SecurityKeyStory(SimulatedPorts(key))
        _ = try await story.bind(key)
        key.set { $0.isBusy = true }
        #expect(await story.verify().codes == ["KEY_BUSY"])
    }

    @Test func `of three keys two are enough, and one is not`() async throws {
        let keys = [SimulatedKey(), SimulatedKey(), SimulatedKey()]
        let story = try await SecurityKeyStory(SimulatedPorts(keys[0], keys[1], keys[2]))
        for (index, key) in keys.enumerated() {
            #expect(await story.enroll(key, as: "\(index).json").code == 0)
        }
        let id = try await story.install(
            "key:" + story.site.path("0.json"),
            ["--spare", story.site.path("1.json"), "--spare", story.site.path("2.json")]
                + ["--quorum", "2"])
        #expect(await story.verify(SimulatedPorts(keys[1])).code == 3)
        #expect(await story.verify(SimulatedPorts(keys[1], keys[2])).code == 0)
        #expect(await story.verify().code == 0)
        let show = await story.site.keybound(
            "license", "show", id, ports: SimulatedPorts(keys[1]))
        #expect(show.output.components(separatedBy: "absent").count == 3)
        #expect(show.output.contains("2 of 3"))
        #expect(show.output.components(separatedBy: " signed ").count == 4)
        let document = await story.site.keybound(
            "license", "show", id, "--json", ports: SimulatedPorts(keys[1]))
        let bound = document.json?["keys"]?.elements ?? []
        #expect(bound.map { $0["present"] } == [.bool(false), .bool(true), .bool(false)])
        #expect(bound.map { $0["assurance"]?.text } == ["signed", "signed", "signed"])
        #expect(bound.map { $0["role"]?.text } == ["primary", "spare", "spare"])
        keys[0].set { $0.isBusy = true }
        let busy = await story.site.keybound(
            "license", "show", id, ports: SimulatedPorts(keys[0]))
        #expect(busy.output.contains("perhaps at 1-1, busy"))
    }

    @Test func `one signature serves all licenses of a key`() async throws {
        let key = SimulatedKey()
        let story = try await SecurityKeyStory(SimulatedPorts(key))
        _ = try await story.bind(key)
        for number in 1...5 {
            try await story.site.issue(
                "\(number).lic", bind: "key:" + story.site.path("key.json"))
            _ = try await story.site.install("\(number).lic", ports: SimulatedPorts())
        }
        let before = key.assertions
        let result = await story.verify()
        #expect(result.code == 0)
        #expect(result.json?["licenses"]?.count == 6)
        #expect(key.assertions == before + 1)
    }

    @Test func `a license that demands a proof is not bound to a number`() async throws {
        let story = try await SecurityKeyStory(SimulatedPorts())
        let result = await story.site.center(
            "issue", "--product", "planner", "--licensee", "Example Institute", "--bind",
            "key:hasp:978493417", "--minimum-assurance", "signed", "-o",
            story.site.path("no.lic"))
        #expect(result.code == 1)
        #expect(result.diagnostics.contains("less than the least"))
    }

    @Test func `a key is tested, and tells time, counter and strength`() async throws {
        let key = SimulatedKey()
        let story = try await SecurityKeyStory(SimulatedPorts(key))
        _ = try await story.bind(key)
        let list = await story.site.keybound("keys", "list", "--json", ports: story.ports)
        let id = try #require(list.json?["keys"]?[0]?["id"]?.text)
        let result = await story.site.keybound("keys", "test", id, ports: story.ports)
        #expect(result.code == 0)
        #expect(result.output.contains("proven"))
        #expect(result.output.contains("counter"))
        #expect(result.output.contains(" ms"))
        key.set { $0.silence = .repeats }
        let repeated = await story.site.keybound("keys", "test", id, ports: story.ports)
        #expect(repeated.code == 3)
        // A key that is there and will not say so is no key that is not there.
        key.set { $0.silence = .wantsPIN }
        for command in ["test", "show", "locate"] {
            let mute = await story.site.keybound("keys", command, id, ports: story.ports)
            #expect(mute.code == 1)
            #expect(mute.diagnostics.contains("at 1-1 may be it"))
            #expect(mute.diagnostics.contains("wants its PIN"))
        }
        let absent = await story.site.keybound("keys", "test", id, ports: SimulatedPorts())
        #expect(absent.code == 1)
        #expect(!absent.diagnostics.contains("may be it"))
    }

    @Test func `a key blinks where it is`() async throws {
        let key = SimulatedKey()
        let story = try await SecurityKeyStory(SimulatedPorts(key))
        let result = await story.site.keybound("keys", "locate", "1-1", ports: story.ports)
        #expect(result.code == 0, "\(result.diagnostics)")
        #expect(result.output.contains("was touched"))
    }

    @Test func `keys of other purposes are listed only with all`() async throws {
        let key = SimulatedKey()
        let story = try await SecurityKeyStory(SimulatedPorts(key))
        let list = await story.site.keybound("keys", "list", "--json", ports: story.ports)
        #expect(list.json?["keys"]?.count == 0)
        let all = await story.site.keybound("keys", "list", "--all", ports: story.ports)
        #expect(all.output.contains("unenrolled"))
        _ = try await story.bind(SimulatedKey())
        let others = await story.site.keybound("keys", "list", "--json", ports: story.ports)
        #expect(others.json?["keys"]?.count == 0)
    }
}

import CommandRuns
import Foundation
import LicenseBinding
import SimulatedBus
import SimulatedDevices
import SimulatedKeys
import TestPublisher
import TestRings
import Testing

/// FIDO2 keys from their enrollment to the verdict, with publisher and site.
@Suite(.simulatedBus, .timeLimit(.minutes(5))) struct SecurityKeyVerdictTests {
    /// A site that trusts a publisher, with these keys plugged in.
    private struct Story {
        let site: CommandSite
        let ports: SimulatedPorts

        init(_ ports: SimulatedPorts) async throws {
            site = try await .trusting()
            self.ports = ports
        }

        func enroll(
            _ key: SimulatedKey, as name: String, _ options: [String] = []
        ) async -> CommandResult {
            await enroll(in: SimulatedPorts(key), as: name, options)
        }

        func enroll(
            in ports: SimulatedPorts, as name: String, _ options: [String] = [],
            pin: String? = nil
        ) async -> CommandResult {
            await site.keybound(
                ["keys", "enroll", "-o", site.path(name)] + options, ports: ports, pin: pin)
        }

        /// Enrolls a key, and installs a license that is bound to it.
        func bind(_ key: SimulatedKey, _ options: [String] = []) async throws -> String {
            let result = await enroll(key, as: "key.json")
            try #require(result.code == 0, "\(result.output) \(result.diagnostics)")
            return try await install("key:" + site.path("key.json"), options)
        }

        func install(_ binding: String, _ options: [String] = []) async throws -> String {
            try await site.issue("bound.lic", bind: binding, options)
            return try await site.install("bound.lic", ports: ports)
        }

        func verify(_ ports: SimulatedPorts? = nil) async -> CommandResult {
            await site.keybound("license", "verify", "--json", ports: ports ?? self.ports)
        }
    }

    @Test func `enroll, bind, verify: accepted, and nobody touches the key again`() async throws {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
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
        let story = try await Story(SimulatedPorts(key))
        _ = try await story.bind(key)
        let result = await story.verify(SimulatedPorts(SimulatedKey()))
        #expect(result.code == 3)
        #expect(result.codes == ["KEY_WRONG"])
    }

    @Test func `no key is no license`() async throws {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
        _ = try await story.bind(key)
        #expect(await story.verify(SimulatedPorts()).codes == ["KEY_ABSENT"])
    }

    @Test func `a copied key with an older counter is suspected`() async throws {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
        _ = try await story.bind(key)
        let copy = key.copy()
        for _ in 1...3 { #expect(await story.verify().code == 0) }
        #expect(await story.verify(SimulatedPorts(copy)).codes == ["KEY_CLONE_SUSPECTED"])
        #expect(await story.verify().code == 0)
    }

    @Test func `a copy beside its original is suspected`() async throws {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
        _ = try await story.bind(key)
        let both = SimulatedPorts(key, key.copy())
        #expect(await story.verify(both).codes == ["KEY_CLONE_SUSPECTED"])
    }

    @Test func `a key that repeats an old signature proves nothing`() async throws {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
        _ = try await story.bind(key)
        #expect(await story.verify().code == 0)
        key.set { $0.silence = .repeats }
        #expect(await story.verify().codes == ["KEY_PROOF_FAILED"])
    }

    @Test func `one stick enrolled twice is refused, by what it answers and by what it excludes`()
        async throws
    {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
        _ = try await story.bind(key)
        let again = await story.enroll(key, as: "again.json")
        #expect(again.code == 3)
        #expect(again.output.contains("one stick cannot be two keys"))
        #expect(again.output.contains(story.site.path("state/enrollments/fido2-")))
        #expect(key.touches == 1)
        // It says nothing now without a touch, and knows its credential all the same.
        key.set { $0.silence = .refuses }
        let excluded = await story.enroll(key, as: "again.json")
        #expect(excluded.code == 3)
        #expect(excluded.output.contains("one stick cannot be two keys"))
        #expect(key.touches == 2)
        #expect(!FileManager.default.fileExists(atPath: story.site.path("again.json")))
        #expect(await story.enroll(SimulatedKey(), as: "spare.json").code == 0)
    }

    @Test func `a stick that was enrolled on another computer is refused beside its file`()
        async throws
    {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
        #expect(await story.enroll(key, as: "key.json").code == 0)
        try FileManager.default.removeItem(atPath: story.site.path("state/enrollments"))
        let beside = await story.enroll(
            key, as: "beside.json", ["--beside", story.site.path("key.json")])
        #expect(beside.code == 3)
        #expect(beside.output.contains("one stick cannot be two keys"))
        let broken = await story.enroll(
            key, as: "beside.json", ["--beside", story.site.path("state/publishers")])
        #expect(broken.code == 1)
    }

    @Test func `one stick with two enrollments is one key of a quorum`() async throws {
        let (key, other) = (SimulatedKey(), SimulatedKey())
        let story = try await Story(SimulatedPorts(key, other))
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

    @Test func `an enrolled key is known before it has a license, from the store's own file`()
        async throws
    {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
        let result = await story.site.keybound(
            "keys", "enroll", "--publisher", "Example Publisher", "--json", ports: story.ports)
        #expect(result.code == 0)
        let id = try #require(result.json?["id"]?.text)
        let file = try #require(result.json?["file"]?.text)
        #expect(file.hasPrefix(story.site.path("state/enrollments/fido2-")))
        let list = await story.site.keybound("keys", "list", "--json", ports: story.ports)
        #expect(list.json?["keys"]?[0]?["id"]?.text == id)
        #expect(await story.site.keybound("keys", "test", id, ports: story.ports).code == 0)
        _ = try await story.install("key:" + file)
        #expect(await story.verify().code == 0)
        // A file that is none is told, and hides no key.
        try story.site.write("{}", to: "state/enrollments/broken.json")
        let told = await story.site.keybound("keys", "list", "--json", ports: story.ports)
        #expect(told.json?["keys"]?[0]?["id"]?.text == id)
        #expect(told.diagnostics.contains("broken.json"))
    }

    @Test func `an enrollment is kept, though the place that was named takes no file`()
        async throws
    {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
        let result = await story.enroll(key, as: "nowhere/key.json")
        #expect(result.code == 1)
        let kept = try #require(
            result.diagnostics.firstMatch(of: /kept as (.*\.json)/), "\(result.diagnostics)")
        _ = try await story.install("key:" + kept.1)
        #expect(await story.verify().code == 0)
        #expect(key.touches == 1)
    }

    @Test func `a key's PIN is asked for where it wants one, and never else`() async throws {
        let key = SimulatedKey()
        key.set(pin: "1234")
        key.set { $0.alwaysVerifies = true }
        let story = try await Story(SimulatedPorts(key))
        let unasked = await story.enroll(key, as: "key.json")
        #expect(unasked.code == 1)
        #expect(unasked.diagnostics.contains("at a terminal only"))
        let wrong = await story.enroll(in: story.ports, as: "key.json", pin: "4321")
        #expect(wrong.code == 1)
        #expect(wrong.diagnostics.contains("this is not the key's PIN"))
        let right = await story.enroll(in: story.ports, as: "key.json", pin: "1234")
        #expect(right.code == 0, "\(right)")
        _ = try await story.install("key:" + story.site.path("key.json"))
        #expect(await story.verify().code == 0)
        key.set { $0.alwaysVerifies = false }
        #expect(await story.enroll(SimulatedKey(), as: "other.json").code == 0)
    }

    @Test func `nobody touches the key, and it is not enrolled`() async throws {
        let key = SimulatedKey()
        key.set { $0.touch = .neverComes }
        let story = try await Story(SimulatedPorts(key))
        let result = await story.enroll(key, as: "key.json")
        #expect(result.code == 1)
        #expect(result.diagnostics.contains("nobody touched the key in time"))
        let locate = await story.site.keybound(
            "keys", "locate", "1-1", "--for", "1s", ports: story.ports)
        #expect(locate.code == 0)
        #expect(locate.output.contains("Nobody touched"))
    }

    @Test func `a license that demands a proof is refused with a key that only has a number`()
        async throws
    {
        let publisher = TestPublisher()
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
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

    @Test(arguments: [
        (SimulatedKeyQuirks.Silence.talksNonsense, "cannot prove itself"),
        (.refuses, "cannot prove itself"), (.wantsPIN, "cannot prove itself"),
        (.repeats, "does not fit"),
    ])
    func `a key that cannot sign untouched is refused at its enrollment`(
        _ silence: SimulatedKeyQuirks.Silence, _ reason: String
    ) async throws {
        let key = SimulatedKey()
        key.set { $0.silence = silence }
        let story = try await Story(SimulatedPorts(key))
        let result = await story.enroll(key, as: "key.json")
        #expect(result.code == 3)
        #expect(result.output.contains(reason), "\(result.output)")
        #expect(!FileManager.default.fileExists(atPath: story.site.path("key.json")))
    }

    @Test func `a key whose counter falls is refused at its enrollment`() async throws {
        let key = SimulatedKey()
        key.set { $0.counter = .falling }
        let story = try await Story(SimulatedPorts(key))
        let result = await story.enroll(key, as: "key.json")
        #expect(result.code == 3)
        #expect(result.output.contains("must rise"))
    }

    @Test func `a key without a counter is as good as others`() async throws {
        let key = SimulatedKey()
        key.set { $0.counter = .none }
        let story = try await Story(SimulatedPorts(key))
        _ = try await story.bind(key)
        for _ in 1...2 { #expect(await story.verify().code == 0) }
    }

    @Test func `a key that is busy for ten seconds is waited for by a start`() async throws {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
        _ = try await story.bind(key)
        key.set { $0.isBusy = true }
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: 10)
            key.set { $0.isBusy = false }
        }
        let result = await story.verify()
        #expect(result.code == 0)
        #expect(result.diagnostics.contains("Waiting for a key"))
    }

    @Test func `a key that stays busy is said to be`() async throws {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
        _ = try await story.bind(key)
        key.set { $0.isBusy = true }
        #expect(await story.verify().codes == ["KEY_BUSY"])
    }

    @Test func `of three keys two are enough, and one is not`() async throws {
        let keys = [SimulatedKey(), SimulatedKey(), SimulatedKey()]
        let story = try await Story(SimulatedPorts(keys[0], keys[1], keys[2]))
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
        let story = try await Story(SimulatedPorts(key))
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

    @Test func `a key in software is refused where makers have to vouch`() async throws {
        let maker = try SimulatedMaker()
        let story = try await Story(SimulatedPorts())
        try story.site.write(maker.pem, to: "roots.pem")
        let set = await story.site.center(
            "attestation", "set", "--roots", story.site.path("roots.pem"))
        #expect(set.code == 0, "\(set.diagnostics)")
        #expect(
            await story.site.center("catalog", "export", "-o", story.site.path("c.jwt")).code == 0)
        #expect(await story.site.keybound("publisher", "add", story.site.path("c.jwt")).code == 0)
        for voucher in [SimulatedVoucher.itself, .nobody] {
            let key = SimulatedKey()
            key.set(voucher)
            let result = await story.enroll(key, as: "software.json")
            #expect(result.code == 3)
            #expect(result.output.contains("nobody vouches"))
        }
        let real = SimulatedKey()
        real.set(.maker(try maker.certify(real.model)))
        #expect(await story.enroll(real, as: "real.json").code == 0)
        try await story.site.issue("real.lic", bind: "key:" + story.site.path("real.json"))
    }

    @Test func `the publisher believes no enrollment that the site should have refused`()
        async throws
    {
        let story = try await Story(SimulatedPorts())
        #expect(await story.enroll(SimulatedKey(), as: "software.json").code == 0)
        try story.site.write(SimulatedMaker().pem, to: "roots.pem")
        _ = await story.site.center("attestation", "set", "--roots", story.site.path("roots.pem"))
        let result = await story.site.center(
            "issue", "--product", "planner", "--licensee", "Example Institute", "--bind",
            "key:" + story.site.path("software.json"), "-o", story.site.path("no.lic"))
        #expect(result.code == 1)
        #expect(result.diagnostics.contains("nobody vouches"))
    }

    @Test func `models that the publisher does not take are refused`() async throws {
        let story = try await Story(SimulatedPorts())
        let other = "ee882879-721c-4913-9775-3dfcce97072a"
        _ = await story.site.center("attestation", "set", "--model", other)
        _ = await story.site.center("catalog", "export", "-o", story.site.path("c.jwt"))
        _ = await story.site.keybound("publisher", "add", story.site.path("c.jwt"))
        let result = await story.enroll(SimulatedKey(), as: "key.json")
        #expect(result.code == 3)
        #expect(result.output.contains("does not take its model"))
    }

    @Test func `a license that demands a proof is not bound to a number`() async throws {
        let story = try await Story(SimulatedPorts())
        let result = await story.site.center(
            "issue", "--product", "planner", "--licensee", "Example Institute", "--bind",
            "key:hasp:978493417", "--minimum-assurance", "signed", "-o",
            story.site.path("no.lic"))
        #expect(result.code == 1)
        #expect(result.diagnostics.contains("less than the least"))
    }

    @Test func `a key is tested, and tells time, counter and strength`() async throws {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
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
        let story = try await Story(SimulatedPorts(key))
        let result = await story.site.keybound("keys", "locate", "1-1", ports: story.ports)
        #expect(result.code == 0, "\(result.diagnostics)")
        #expect(result.output.contains("was touched"))
    }

    @Test func `keys of other purposes are listed only with all`() async throws {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
        let list = await story.site.keybound("keys", "list", "--json", ports: story.ports)
        #expect(list.json?["keys"]?.count == 0)
        let all = await story.site.keybound("keys", "list", "--all", ports: story.ports)
        #expect(all.output.contains("unenrolled"))
        _ = try await story.bind(SimulatedKey())
        let others = await story.site.keybound("keys", "list", "--json", ports: story.ports)
        #expect(others.json?["keys"]?.count == 0)
    }
}

extension CommandResult {
    /// The codes of all refusals.
    fileprivate var codes: [String] {
        (json?["licenses"]?.elements ?? []).flatMap { license in
            (license["refusals"]?.elements ?? []).compactMap { $0["code"]?.text }
        }
    }
}

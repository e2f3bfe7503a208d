import CommandRuns
import Foundation
import LicenseBinding
import RedirectedUSB
import SimulatedDevices
import SimulatedKeys
import Testing
import VirtualMachine

extension OnRealKernel {
    /// FIDO2 keys as human interface devices of a real kernel, with the programs as they are shipped.
    struct SecurityKeyTests {
        /// A publisher here, and a site in the machine that trusts it.
        private struct Story {
            private static let folder = "/tmp/fido2"

            let machine: VirtualMachine
            let publisher: CommandSite

            init(_ machine: VirtualMachine) async throws {
                self.machine = machine
                publisher = try await .trusting(at: Date())
                _ = try await machine.run("rm -rf \(Self.folder); mkdir \(Self.folder)")
                try await send("home/publisher.jwk")
                let added = try await keybound("publisher add \(Self.folder)/publisher.jwk")
                try #require(added.exitCode == 0, "\(added)")
            }

            /// With a key in the first port, and a license that is bound to it.
            static func bound(
                on machine: VirtualMachine
            ) async throws -> (story: Story, key: SimulatedKey, port: USBPort) {
                let (key, port) = (SimulatedKey(), machine.ports[0])
                try await machine.plug(key, into: port)
                let story = try await Story(machine)
                try await story.bind(port)
                return (story, key, port)
            }

            func keybound(_ arguments: String) async throws -> GuestResult {
                try await machine.run(
                    "keybound \(arguments) --state-dir \(Self.folder)/state", within: .seconds(60))
            }

            /// A file of the publisher, to the machine.
            func send(_ name: String) async throws {
                let text = try String(contentsOfFile: publisher.path(name), encoding: .utf8)
                let file = name.split(separator: "/").last ?? ""
                try await machine.mustRun(
                    "printf %s '\(text)' > \(Self.folder)/\(file)")
            }

            /// Enrolls the key in a port, and gives the publisher its file.
            /// - Returns: the file, as the publisher has it.
            func enroll(_ port: USBPort) async throws -> String {
                let name = "key-\(port.name).json"
                let enrolled = try await keybound(
                    "keys enroll --port \(port.name) -o \(Self.folder)/\(name)")
                try #require(enrolled.exitCode == 0, "\(enrolled)")
                let file = try await machine.run("cat \(Self.folder)/\(name)")
                try publisher.write(file.output, to: name)
                return publisher.path(name)
            }

            /// Enrolls the key in a port, and installs a license that is bound to it.
            func bind(_ port: USBPort) async throws {
                try await install("key:" + enroll(port))
            }

            func install(_ binding: String, _ options: [String] = []) async throws {
                try await publisher.issue("key.lic", bind: binding, options)
                try await send("key.lic")
                let installed = try await keybound("license install \(Self.folder)/key.lic")
                try #require(installed.exitCode == 0, "\(installed)")
            }

            /// From now on the publisher takes keys of this maker alone.
            func demandMaker(_ maker: SimulatedMaker) async throws {
                try publisher.write(maker.pem, to: "roots.pem")
                for arguments in [
                    ["attestation", "set", "--roots", publisher.path("roots.pem")],
                    ["catalog", "export", "-o", publisher.path("catalog.jwt")],
                ] {
                    let result = await publisher.center(arguments)
                    try #require(result.code == 0, "\(result)")
                }
                try await send("catalog.jwt")
                let added = try await keybound("publisher add \(Self.folder)/catalog.jwt")
                try #require(added.exitCode == 0, "\(added)")
            }

            func verdict() async throws -> [String] {
                let result = try await keybound("license verify --json")
                let json = try JSONScanner.value(of: Array(result.output.utf8))
                let license = json["licenses"]?[0]
                let codes = (license?["refusals"]?.elements ?? []).compactMap { $0["code"]?.text }
                return codes.isEmpty ? [license?["verdict"]?.text ?? "\(result)"] : codes
            }
        }

        @Test func `enroll, bind, verify; a second key of the model is the wrong one`()
            async throws
        {
            try await RealKernel.exclusively { machine in
                let (story, key, port) = try await Story.bound(on: machine)
                #expect(try await story.verdict() == ["accepted"])
                #expect(key.touches == 1)
                try await machine.unplug(port)
                #expect(try await story.verdict() == ["KEY_ABSENT"])
                try await machine.plug(SimulatedKey(), into: port)
                #expect(try await story.verdict() == ["KEY_WRONG"])
                try await machine.plug(key, into: machine.ports[1])
                #expect(try await story.verdict() == ["accepted"])
                #expect(key.touches == 1)
            }
        }

        @Test func `a key that comes back busy for ten seconds is waited for, and never left`()
            async throws
        {
            try await RealKernel.exclusively { machine in
                let (story, key, port) = try await Story.bound(on: machine)
                let watch = try await machine.watch("--state-dir /tmp/fido2/state")
                #expect(try await watch.next().text == "arrived ready \(port.name)")
                key.set { $0.isBusy = true }
                try await machine.unplug(port)
                try await machine.plug(key, into: port)
                #expect(try await watch.next().text == "arrived busy \(port.name)")
                key.set { quirks in
                    quirks.isBusy = false
                    quirks.busyUntil = .now + .seconds(10)
                }
                #expect(try await story.verdict() == ["accepted"])
                #expect(try await watch.next().text == "bounced ready \(port.name)")
                #expect(!(try watch.events.map(\.word).contains("left")))
            }
        }

        @Test func `a key that udev opens late is never told as one that may not be opened`()
            async throws
        {
            try await RealKernel.exclusively { machine in
                // Once for the device and once for its interface, before the node is anybody's.
                try await machine.slowDownUdev(by: 0.4)
                let watch = try await machine.watch("--all --debounce 0s")
                let (key, port) = (SimulatedKey(), machine.ports[0])
                for _ in 0..<3 {
                    try await machine.plug(key, into: port)
                    let arrival = try await watch.next()
                    #expect(arrival.text == "arrived unenrolled \(port.name)", "\(arrival.key)")
                    try await machine.unplug(port)
                    #expect(try await watch.next().text == "left unenrolled \(port.name)")
                }
            }
        }

        @Test func `of three keys two are enough, and one is not`() async throws {
            try await RealKernel.exclusively { machine in
                let ports = machine.ports.prefix(3)
                var files: [String] = []
                let story = try await Story(machine)
                for port in ports {
                    try await machine.plug(SimulatedKey(), into: port)
                    files.append(try await story.enroll(port))
                }
                try await story.install(
                    "key:" + files[0],
                    ["--spare", files[1], "--spare", files[2], "--quorum", "2"])
                #expect(try await story.verdict() == ["accepted"])
                try await machine.unplug(ports[0])
                #expect(try await story.verdict() == ["accepted"])
                try await machine.unplug(ports[1])
                #expect(try await story.verdict() == ["KEY_ABSENT"])
            }
        }

        @Test func `what is no key for a license is refused at its enrollment, with the reason`()
            async throws
        {
            try await RealKernel.exclusively { machine in
                let port = machine.ports[0]
                let story = try await Story(machine)
                func refusal(_ key: SimulatedKey) async throws -> String {
                    try await machine.plug(key, into: port)
                    let result = try await story.keybound("keys enroll")
                    #expect(result.exitCode == 3, "\(result)")
                    try await machine.unplug(port)
                    return result.output
                }
                let odd = SimulatedKey()
                odd.set { $0.silence = .talksNonsense }
                #expect(try await refusal(odd).contains("cannot prove itself"))
                let twice = SimulatedKey()
                try await machine.plug(twice, into: port)
                _ = try await story.enroll(port)
                try await machine.unplug(port)
                #expect(try await refusal(twice).contains("one stick cannot be two keys"))
                try await story.demandMaker(SimulatedMaker())
                #expect(try await refusal(SimulatedKey()).contains("nobody vouches"))
            }
        }

        @Test func `a copied key with an older counter, and a repeated answer, are refused`()
            async throws
        {
            try await RealKernel.exclusively { machine in
                let (story, key, port) = try await Story.bound(on: machine)
                let copy = key.copy()
                #expect(try await story.verdict() == ["accepted"])
                #expect(try await story.verdict() == ["accepted"])
                key.set { $0.silence = .repeats }
                #expect(try await story.verdict() == ["KEY_PROOF_FAILED"])
                try await machine.unplug(port)
                try await machine.plug(copy, into: port)
                #expect(try await story.verdict() == ["KEY_CLONE_SUSPECTED"])
            }
        }

        @Test func `the rule opens the node of a FIDO2 key to the group`() async throws {
            try await RealKernel.exclusively(withRule: false) { machine in
                let (key, port) = (SimulatedKey(), machine.ports[0])
                try await machine.plug(key, into: port)
                try await machine.mustRun("udevadm settle")
                let list = "keybound keys list --all --json"
                let refused = try await machine.run(list)
                #expect(refused.output.contains(#""state": "noAccess""#), "\(refused)")
                try await machine.installRule()
                // Where the kernel has a list of users on the node, a group gets in only with a new one.
                try await machine.unplug(port)
                try await machine.plug(key, into: port)
                let opened = try await machine.run(list)
                #expect(opened.output.contains(#""state": "unenrolled""#), "\(opened)")
                let visitor = try await machine.run(list, as: .visitor)
                #expect(visitor.output.contains(#""state": "noAccess""#), "\(visitor)")
            }
        }
    }
}

extension VirtualMachine {
    /// Plugs in a FIDO2 key.
    fileprivate func plug(_ key: SimulatedKey, into port: USBPort) async throws {
        let transport = SimulatedKeyPort(key)
        try await plug(.securityToken(), into: port) { packet, endpoint in
            guard endpoint == 0x01 else { return }
            for report in transport.answer(to: packet) { port.send(report, on: 0x81) }
        }
    }
}

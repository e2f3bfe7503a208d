import CKeybound
import Foundation
import LicenseBinding
import LicensedComputer
import SimulatedKeys
import Synchronization
import SystemThreads
import Testing
import USBBus

@testable import KeyboundC

@Suite(.timeLimit(.minutes(5)))
struct CSessionTests {
    private let computer: LicensedComputer

    init() throws {
        computer = try LicensedComputer()
    }

    /// The store holds for the computer that it is on.
    private func installForComputer() throws {
        try computer.install(
            binding: Binding(
                mode: .machine,
                machine: MachineBinding(
                    MachineParameters(values: [:], memory: 0), policy: .tolerant,
                    salt: [UInt8](repeating: 1, count: 16))))
    }

    @Test func `a session is opened, checked, explained and closed`() async throws {
        try computer.install()
        try await computer.startAgent()
        let (status, session) = await CSession.opened(computer)
        #expect(status == KEYBOUND_ACCEPTED)
        #expect(keybound_check(session) == KEYBOUND_ACCEPTED)
        #expect(keybound_grace_left(session) == -1)
        var verdict: OpaquePointer?
        #expect(keybound_verdict_of(session, &verdict) == KEYBOUND_ACCEPTED)
        #expect(keybound_verdict_status(verdict) == KEYBOUND_ACCEPTED)
        #expect(CSession.text(verdict, keybound_verdict_text) == "The license holds.")
        #expect(CSession.text(verdict, keybound_verdict_license) == "license-1")
        let json = CSession.text(verdict, keybound_verdict_json)
        #expect(json.contains(#""route":"agent""#))
        #expect(json.contains(#""verdict":"accepted""#))
        #expect(keybound_close(session) == KEYBOUND_ACCEPTED)
        #expect(keybound_verdict_status(verdict) == KEYBOUND_ACCEPTED)
        keybound_verdict_free(verdict)
        #expect(keybound_verdict_status(verdict) == KEYBOUND_INVALID_HANDLE)
    }

    @Test func `a refusal is a session too, which says why`() async throws {
        let (status, session) = await CSession.opened(computer)
        #expect(status == KEYBOUND_LICENSE_ABSENT)
        var verdict: OpaquePointer?
        #expect(keybound_verdict_of(session, &verdict) == KEYBOUND_LICENSE_ABSENT)
        let text = CSession.text(verdict, keybound_verdict_text)
        #expect(text.contains("a license for the product planner"))
        #expect(text.contains("keybound license install FILE"))
        keybound_verdict_free(verdict)
        #expect(keybound_close(session) == KEYBOUND_ACCEPTED)
    }

    @Test func `nothing but NULL is answered with a status`() {
        #expect(keybound_open(nil, nil) == KEYBOUND_INVALID_ARGUMENT)
        var session: OpaquePointer?
        #expect(keybound_open(nil, &session) == KEYBOUND_INVALID_ARGUMENT)
        #expect(session == nil)
        #expect(keybound_check(nil) == KEYBOUND_INVALID_HANDLE)
        #expect(keybound_grace_left(nil) == -1)
        #expect(keybound_close(nil) == KEYBOUND_INVALID_HANDLE)
        #expect(keybound_on_change(nil, nil, nil) == KEYBOUND_INVALID_HANDLE)
        #expect(keybound_verdict_of(nil, nil) == KEYBOUND_INVALID_ARGUMENT)
        var verdict: OpaquePointer?
        #expect(keybound_verdict_of(nil, &verdict) == KEYBOUND_INVALID_HANDLE)
        #expect(verdict == nil)
        #expect(keybound_verdict_status(nil) == KEYBOUND_INVALID_HANDLE)
        #expect(CSession.text(nil, keybound_verdict_text) == "")
        #expect(keybound_verdict_text(nil, nil) != nil)
        keybound_verdict_free(nil)
    }

    @Test func `a handle that was closed or made up is found out`() async throws {
        try installForComputer()
        let (_, session) = await CSession.opened(computer)
        #expect(keybound_close(session) == KEYBOUND_ACCEPTED)
        #expect(keybound_close(session) == KEYBOUND_INVALID_HANDLE)
        #expect(keybound_check(session) == KEYBOUND_INVALID_HANDLE)
        for bits in [1, 2, 8, 0x7fff_0000_0000, UInt.max] {
            let handle = OpaquePointer(bitPattern: bits)
            #expect(keybound_check(handle) == KEYBOUND_INVALID_HANDLE)
            #expect(keybound_verdict_status(handle) == KEYBOUND_INVALID_HANDLE)
        }
    }

    @Test func `wrong lengths, sizes and texts are refused`() async {
        let changes: [@Sendable (inout keybound_options) -> Void] = [
            { $0.size = 0 }, { $0.size -= 1 }, { $0.product = nil }, { $0.publisher = nil },
            { $0.product_length = 0 }, { $0.product_length = -1 }, { $0.product_length = .max },
            { $0.publisher_length = 0 }, { $0.socket_length = 4097 }, { $0.state_dir_length = 0 },
            // With the zero that ends it.
            { $0.product_length += 1 },
        ]
        for change in changes {
            let (status, session) = await CSession.opened(computer, change)
            #expect(status == KEYBOUND_INVALID_ARGUMENT)
            #expect(session == nil)
        }
        let unsigned = await CSession.opened(computer, root: "{}").status
        #expect(unsigned == KEYBOUND_INVALID_PUBLISHER)
        let status = await CSession.opened(computer) { options in
            options.product = Self.broken.start
            options.product_length = 3
        }.status
        #expect(status == KEYBOUND_INVALID_ARGUMENT)
    }

    private static let broken = HeldText(bytes: [0xff, 0xfe, 0x41])

    @Test func `options of a later header are read as far as they are known`() async throws {
        try installForComputer()
        let (status, session) = await CSession.opened(computer) { $0.size += 64 }
        #expect(status == KEYBOUND_ACCEPTED)
        #expect(keybound_close(session) == KEYBOUND_ACCEPTED)
    }

    private final class Count: Sendable {
        let count = Atomic(0)
    }

    private final class Heard: Sendable {
        let statuses = Mutex<[keybound_status]>([])
        let (stream, told) = AsyncStream.makeStream(of: keybound_status.self)
    }

    @Test
    func `what was asked to be called is called when the key is pulled, and no more after close`()
        async throws
    {
        try computer.install(grace: Grace(running: .zero))
        try await computer.startAgent()
        let (_, session) = await CSession.opened(computer)
        let heard = Heard()
        let context = Unmanaged.passRetained(heard)
        defer { context.release() }
        let status = keybound_on_change(
            session,
            { context, status in
                guard let context else { return }
                Unmanaged<Heard>.fromOpaque(context).takeUnretainedValue().told.yield(status)
            }, context.toOpaque())
        #expect(status == KEYBOUND_ACCEPTED)
        var changes = heard.stream.makeAsyncIterator()
        computer.ports.unplugAll()
        #expect(await changes.next() == keybound_status(KEYBOUND_KEY_ABSENT))
        #expect(keybound_check(session) == KEYBOUND_KEY_ABSENT)
        computer.ports.plug(computer.key)
        #expect(await changes.next() == keybound_status(KEYBOUND_ACCEPTED))
        #expect(keybound_close(session) == KEYBOUND_ACCEPTED)
        computer.ports.unplugAll()
        // As long as it took to hear of the other changes, and more.
        try await Task.sleep(for: .seconds(1))
        heard.told.finish()
        #expect(await changes.next() == nil)
    }

    @Test func `where nothing can be asked, nothing is accepted`() async throws {
        try computer.install()
        let ports = SimulatedPorts()
        ports.fail(.startFailed(code: -99))
        let (status, bits) = await SystemThread.run { [computer] in
            let (status, session) = CSession.open(computer, ports: ports)
            return (status, UInt(bitPattern: session))
        }
        let session = OpaquePointer(bitPattern: bits)
        #expect(status == KEYBOUND_KEY_ABSENT)
        #expect(keybound_check(session) == KEYBOUND_KEY_ABSENT)
        #expect(keybound_close(session) == KEYBOUND_ACCEPTED)
    }

    private final class LongCall: Sendable {
        let (began, begin) = AsyncStream.makeStream(of: Void.self)
        let hasEnded = Atomic(false)
    }

    @Test func `close waits for a call that goes on`() async throws {
        try computer.install(grace: Grace(running: .zero))
        try await computer.startAgent()
        let (_, session) = await CSession.opened(computer)
        let call = LongCall()
        let context = Unmanaged.passRetained(call)
        defer { context.release() }
        _ = keybound_on_change(
            session,
            { context, _ in
                guard let context else { return }
                let call = Unmanaged<LongCall>.fromOpaque(context).takeUnretainedValue()
                call.begin.yield()
                // The call itself takes its time.
                usleep(200_000)
                call.hasEnded.store(true, ordering: .sequentiallyConsistent)
            }, context.toOpaque())
        computer.ports.unplugAll()
        var began = call.began.makeAsyncIterator()
        await began.next()
        let handle = UInt(bitPattern: session)
        let status = await SystemThread.run { keybound_close(OpaquePointer(bitPattern: handle)) }
        #expect(status == KEYBOUND_ACCEPTED)
        let hasEnded = call.hasEnded.load(ordering: .sequentiallyConsistent)
        #expect(hasEnded)
    }

    @Test func `a session may be closed from what it calls`() async throws {
        try computer.install(grace: Grace(running: .zero))
        try await computer.startAgent()
        let (_, session) = await CSession.opened(computer)
        let heard = Heard()
        Self.closing.withLock { $0 = UInt(bitPattern: session) }
        let context = Unmanaged.passRetained(heard)
        defer { context.release() }
        _ = keybound_on_change(
            session,
            { context, _ in
                let session = CSessionTests.closing.withLock { OpaquePointer(bitPattern: $0) }
                guard let context else { return }
                Unmanaged<Heard>.fromOpaque(context).takeUnretainedValue().told
                    .yield(keybound_close(session))
            }, context.toOpaque())
        computer.ports.unplugAll()
        var changes = heard.stream.makeAsyncIterator()
        #expect(await changes.next() == keybound_status(KEYBOUND_ACCEPTED))
        #expect(keybound_check(session) == KEYBOUND_INVALID_HANDLE)
    }

    private static let closing = Mutex<UInt>(0)

    @Test func `sixty-four threads check one session and open their own`() async throws {
        try computer.install()
        try await computer.startAgent()
        let (_, session) = await CSession.opened(computer)
        let handle = UInt(bitPattern: session)
        try installOther()
        let wrong = Count()
        await withTaskGroup { tasks in
            for _ in 0..<64 {
                tasks.addTask { [computer] in
                    await withCheckedContinuation { done in
                        Thread.detachNewThread {
                            for _ in 0..<1000
                            where keybound_check(OpaquePointer(bitPattern: handle))
                                != KEYBOUND_ACCEPTED
                            {
                                wrong.count.add(1, ordering: .relaxed)
                            }
                            let own = CSession.open(computer, product: "other")
                            if own.status != KEYBOUND_ACCEPTED
                                || keybound_close(own.session) != KEYBOUND_ACCEPTED
                            {
                                wrong.count.add(1, ordering: .relaxed)
                            }
                            done.resume()
                        }
                    }
                }
            }
        }
        #expect(wrong.count.load(ordering: .relaxed) == 0)
        #expect(keybound_close(session) == KEYBOUND_ACCEPTED)
    }

    private func installOther() throws {
        try computer.install(
            id: "license-2",
            binding: Binding(
                mode: .machine,
                machine: MachineBinding(
                    MachineParameters(values: [:], memory: 0), policy: .tolerant,
                    salt: [UInt8](repeating: 1, count: 16))), product: "other")
    }

    @Test func `every status has its name`() {
        #expect(
            String(cString: keybound_status_name(keybound_status(KEYBOUND_KEY_ABSENT)))
                == "KEY_ABSENT")
        #expect(String(cString: keybound_status_name(-7)) == "UNKNOWN")
        #expect(keybound_api_version() == UInt32(KEYBOUND_API_VERSION))
    }
}

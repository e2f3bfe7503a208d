// A program that needs a license.
//
//     swiftc -import-objc-header "$(pkg-config --variable=includedir keybound)/keybound.h" licensed.swift \
//         $(pkg-config --libs keybound) -o licensed
//     ./licensed com.example.app publisher.jwk 60
//
// Works for that many seconds, and tells what becomes of its license meanwhile.
// Exit codes: 0 accepted, 3 refused, 1 could not find out, 64 usage.
import Foundation

func say(_ line: String, to file: FileHandle = .standardOutput) {
    file.write(Data("\(line)\n".utf8))
}

func name(of status: keybound_status) -> String {
    String(cString: keybound_status_name(status))
}

func open(
    product: String, publisher: [UInt8]
) -> (status: keybound_status, session: OpaquePointer?) {
    var session: OpaquePointer?
    let status = Array(product.utf8).withUnsafeBytes { product in
        publisher.withUnsafeBytes { publisher in
            var options = keybound_options()
            options.size = MemoryLayout<keybound_options>.size
            options.product = product.baseAddress?.assumingMemoryBound(to: CChar.self)
            options.product_length = product.count
            options.publisher = publisher.baseAddress?.assumingMemoryBound(to: CChar.self)
            options.publisher_length = publisher.count
            return keybound_open(&options, &session)
        }
    }
    return (status, session)
}

func printVerdict(of session: OpaquePointer) {
    var verdict: OpaquePointer?
    keybound_verdict_of(session, &verdict)
    say(String(cString: keybound_verdict_text(verdict, nil)))
    keybound_verdict_free(verdict)
    let grace = keybound_grace_left(session)
    if grace >= 0 { say("without its key it holds for \(grace) more seconds") }
}

func useProduct(_ product: String, publisher: [UInt8], seconds: UInt32) -> keybound_status {
    let (first, session) = open(product: product, publisher: publisher)
    guard let session else {
        say("could not ask for the license: \(name(of: first))", to: .standardError)
        return first
    }
    defer { keybound_close(session) }
    printVerdict(of: session)
    guard first == KEYBOUND_ACCEPTED else { return first }
    // On a thread of the library, with the session as its context, since a C function captures nothing. A program whose
    // license no longer holds lets its user save, and stops.
    let changed: keybound_callback = { session, status in
        guard let session else { return }
        say("now \(name(of: status))")
        printVerdict(of: OpaquePointer(session))
    }
    keybound_on_change(session, changed, UnsafeMutableRawPointer(session))
    sleep(seconds)
    return keybound_check(session)
}

let arguments = CommandLine.arguments
guard 3...4 ~= arguments.count, let seconds = arguments.count == 4 ? UInt32(arguments[3]) : 0 else {
    say("usage: licensed PRODUCT ROOT [SECONDS]", to: .standardError)
    exit(64)
}
// A real program has its publisher's root in its code: whoever can change this file can license anything.
guard let publisher = FileManager.default.contents(atPath: arguments[2]) else {
    say("\(arguments[2]) cannot be read", to: .standardError)
    exit(1)
}
let status = useProduct(arguments[1], publisher: [UInt8](publisher), seconds: seconds)
exit(status == KEYBOUND_ACCEPTED ? 0 : status < 100 ? 1 : 3)

"""The loop that compares the sentences of two texts; a plain function here.

The same rules hold as in `loops`; columns of pairs are those of `meeting`, marks of words
those of `telling`.
"""

from __future__ import annotations

import numpy as np

from dedup.kernels.loops import Bytes, Floats32, Floats64, Hashes32, Offsets, Places
from dedup.kernels.telling import AGREES, COVERED, NARRATED


def liken(
    left: Hashes32,
    right: Hashes32,
    texts: Offsets,
    words: Hashes32,
    word_idf: Floats32,
    word_texts: Offsets,
    sentences: Places,
    bound_texts: Offsets,
    beside: Places,
    beside_places: Offsets,
    places: Offsets,
    told: Bytes,
    shortest: int,
    shares: Floats64,
    found: Floats64,
) -> None:
    """How far the sentences of narration of either text stand in the other, and in what order.

    `words` is each word's number among its text's, of which `word_idf` has the
    weights from `word_texts` on; `beside` is by `meet` of these. A row of
    `found` is what `dedup.signals.sentences.measure`, the twin, gives for a pair.
    `shortest` is the words of narration a sentence must have; `shares` are from
    where on a sentence counts as shared, as close, as like, as one of the better
    matches, the least weight of a sentence, and the sentences added to those of a chain.
    """
    shared, close, like, good, least = shares[0], shares[1], shares[2], shares[3], shares[4]
    few = shares[5]
    most, most_sentences, most_words = 0, 0, 0
    for text in range(len(texts) - 1):
        most = max(most, texts[text + 1] - texts[text])
        most_sentences = max(most_sentences, bound_texts[text + 1] - bound_texts[text])
        most_words = max(most_words, word_texts[text + 1] - word_texts[text])
    narrated = np.empty((2, most_sentences + 1), dtype=np.int64)
    common_words = np.empty((2, most_sentences + 1), dtype=np.int64)
    agrees = np.empty((2, most_sentences + 1), dtype=np.uint8)
    place_of = np.empty((2, most_sentences + 1), dtype=np.int64)
    chosen = np.empty((2, most_sentences + 1), dtype=np.int64)
    weights = np.empty((2, most_sentences + 1), dtype=np.float64)
    begins = np.empty(most_words + 2, dtype=np.int64)
    kept = np.empty(most_words + 2, dtype=np.int64)
    last = np.empty(most_words + 1, dtype=np.int64)
    holders = np.empty(most + 1, dtype=np.int64)
    best = np.empty(most_sentences + 1, dtype=np.float64)
    mutual = np.empty(most_sentences + 1, dtype=np.float64)
    where = np.empty(most_sentences + 1, dtype=np.int64)
    chain_place = np.empty(most_sentences + 2, dtype=np.int64)
    chain_weight = np.empty(most_sentences + 2, dtype=np.float64)
    link_place = np.empty(most_sentences + 1, dtype=np.int64)
    link_weight = np.empty(most_sentences + 1, dtype=np.float64)
    common = np.zeros(1, dtype=np.float64)
    compared = np.zeros(2, dtype=np.int64)
    total = np.zeros(2, dtype=np.int64)
    for pair in range(len(left)):
        for column in range(7):
            found[pair, column] = 0.0

        # Sentences with enough narration.
        for side in range(2):
            text = left[pair] if side == 0 else right[pair]
            first, length = texts[text], texts[text + 1] - texts[text]
            place = places[2 * pair + side]
            size = bound_texts[text + 1] - bound_texts[text]
            for sentence in range(size):
                narrated[side, sentence] = 0
                common_words[side, sentence] = 0
                agrees[side, sentence] = 0
            total[side] = 0
            for word in range(length):
                mark = told[place + word]
                sentence = sentences[first + word]
                if mark & AGREES:
                    agrees[side, sentence] = 1
                if mark & NARRATED:
                    total[side] += 1
                    narrated[side, sentence] += 1
                    if mark & COVERED and mark & AGREES:
                        common_words[side, sentence] += 1
            count = 0
            for sentence in range(size):
                place_of[side, sentence] = -1
                if narrated[side, sentence] >= shortest:
                    place_of[side, sentence] = count
                    chosen[side, count] = sentence
                    weights[side, count] = 0.0
                    count += 1
            compared[side] = count
        short = 0 if total[0] <= total[1] else 1
        long = 1 - short
        rows, columns = compared[short], compared[long]
        if rows == 0 or columns == 0:
            continue

        # What each sentence weighs, and which of the longer side's have each word.
        for side in range(2):
            text = left[pair] if side == 0 else right[pair]
            first, length = texts[text], texts[text + 1] - texts[text]
            place = places[2 * pair + side]
            kinds = word_texts[text + 1] - word_texts[text]
            begins[: kinds + 2] = 0
            last[:kinds] = -1
            for word in range(length):
                at = place_of[side, sentences[first + word]]
                kind = words[first + word]
                if at >= 0 and told[place + word] & NARRATED and last[kind] != at:
                    last[kind] = at
                    weights[side, at] += word_idf[word_texts[text] + kind]
                    begins[kind + 2] += 1
            for at in range(compared[side]):
                weights[side, at] = max(weights[side, at], least)
            if side == short:
                continue
            for kind in range(kinds):
                begins[kind + 2] += begins[kind + 1]
                last[kind] = -1
            for word in range(length):
                at = place_of[side, sentences[first + word]]
                kind = words[first + word]
                if at >= 0 and told[place + word] & NARRATED and last[kind] != at:
                    last[kind] = at
                    holders[begins[kind + 1]] = at
                    begins[kind + 1] += 1
            kept[: kinds + 1] = begins[: kinds + 1]

        # What any two sentences have in common, a sentence of the shorter side after the other.
        if rows * columns > len(common):
            common = np.zeros(rows * columns, dtype=np.float64)
        common[: rows * columns] = 0.0
        text = left[pair] if short == 0 else right[pair]
        first, place = texts[text], places[2 * pair + short]
        met = beside_places[2 * pair + short]
        last[: word_texts[text + 1] - word_texts[text]] = -1
        for word in range(texts[text + 1] - first):
            at = place_of[short, sentences[first + word]]
            kind = words[first + word]
            partner = beside[met + kind]
            if partner < 0 or at < 0 or last[kind] == at or not told[place + word] & NARRATED:
                continue
            last[kind] = at
            idf = word_idf[word_texts[left[pair]] + (kind if short == 0 else partner)]
            for number in range(kept[partner], kept[partner + 1]):
                common[at * columns + holders[number]] += idf

        # The best match of each sentence of the shorter side, and the heaviest chain of matches.
        links = 0
        for row in range(rows):
            best[row], mutual[row], where[row] = -1.0, -1.0, 0
            agreeing = agrees[short, chosen[short, row]]
            new = 0
            before = 0
            for column in range(columns):
                share = common[row * columns + column] / weights[short, row]
                back = common[row * columns + column] / weights[long, column]
                alike = np.sqrt(share * back)
                if share > best[row]:
                    best[row], where[row] = share, column
                mutual[row] = max(mutual[row], alike)
                if alike >= like and agreeing and agrees[long, chosen[long, column]]:
                    while before < links and chain_place[before] < column:
                        before += 1
                    link_place[new] = column
                    link_weight[new] = alike + (chain_weight[before - 1] if before else 0.0)
                    new += 1
            for link in range(new):
                at = 0
                while at < links and chain_place[at] < link_place[link]:
                    at += 1
                if at and chain_weight[at - 1] >= link_weight[link]:
                    continue
                taken = at < links and chain_place[at] == link_place[link]
                if taken and chain_weight[at] >= link_weight[link]:
                    continue  # one a place: there is room for no more
                stop = at
                while stop < links and chain_weight[stop] <= link_weight[link]:
                    stop += 1
                if stop == at:
                    for number in range(links, at, -1):
                        chain_place[number] = chain_place[number - 1]
                        chain_weight[number] = chain_weight[number - 1]
                else:
                    for number in range(stop, links):
                        chain_place[number - stop + at + 1] = chain_place[number]
                        chain_weight[number - stop + at + 1] = chain_weight[number]
                links += 1 - (stop - at)
                chain_place[at] = link_place[link]
                chain_weight[at] = link_weight[link]

        for side in range(2):
            standing, all_words = 0, 0
            number_standing = 0
            for at in range(compared[side]):
                sentence = chosen[side, at]
                all_words += narrated[side, sentence]
                if common_words[side, sentence] / narrated[side, sentence] >= shared:
                    standing += narrated[side, sentence]
                    number_standing += 1
            found[pair, 0 if side == short else 1] = standing / all_words
            if side == short:
                found[pair, 2] = number_standing
        matched, closely, all_words = 0.0, 0, 0
        for row in range(rows):
            size = narrated[short, chosen[short, row]]
            all_words += size
            if agrees[short, chosen[short, row]]:
                matched += mutual[row] * size
                if best[row] >= close:
                    closely += size
        found[pair, 3] = matched / all_words
        found[pair, 4] = closely / all_words
        found[pair, 5] = (chain_weight[links - 1] if links else 0.0) / (min(rows, columns) + few)

        # Kendall's tau over the better half of the matches.
        ordered = np.sort(mutual[:rows])
        middle = rows // 2
        median = ordered[middle] if rows % 2 else (ordered[middle - 1] + ordered[middle]) / 2
        better = 0
        for row in range(rows):
            if mutual[row] >= max(good, median):
                where[better] = where[row]
                better += 1
        if better >= 3:
            ahead = 0
            for row in range(better):
                for after in range(row + 1, better):
                    if where[after] > where[row]:
                        ahead += 1
                    elif where[after] < where[row]:
                        ahead -= 1
            found[pair, 6] = ahead / (better * (better - 1) // 2)
